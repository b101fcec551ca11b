"""Measures fetching, reading and keeping many feeds beside lemon24's reader, on the same files in one run."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bench.comparison import Comparison
from bench.errors import BenchError
from bench.feed_files import write_feeds
from bench.machine import describe_machine
from bench.processes import Program, free_port, run_to_end, started
from bench.profiles import Profile
from bench.progress import Progress
from bench.result_file import RESULTS, Run, write_result
from bench.table import render_run
from bot.settings import ROOT

ENTRIES = 50
_HERE = Path(__file__).resolve().parent
_READER = _HERE / "reader_side"
_NOTES = (
    "Ours keeps each story once across all feeds, reader's entry_dedupe within each feed.",
    "Ours cleans with nh3 and looks at no place and no topic here, as reader has none.",
    "Both ask one server of files, which shares the processors with them.",
)


def measure_only_feeds(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Measure both, print the table, return the result file; raises BenchError and OSError."""
    stories = write_feeds(folder / "files", profile.feeds, ENTRIES)
    progress.say(f"{profile.feeds:,} feeds of {ENTRIES} entries, {stories:,} different stories")
    with progress.during("Building reader's environment"):
        _build_environment(folder)
    reader, ours = _measure_both(folder, progress)
    lost = abs(stories - ours["kept"]) + ours["broken"]
    run = Run(
        profile="feeds" if profile.name == "full" else f"{profile.name}-feeds",
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup={"feeds": profile.feeds, "entries": ENTRIES, "stories": stories},
        comparisons=[
            Comparison(f"feeds_{name}", reader[name], ours[name])
            for name in ("seconds", "cpu_seconds", "peak_memory_mb", "kept")
        ],
        details={"reader": reader, "ours": {**ours, "lost_or_doubled": lost}},
        notes=_NOTES,
        other="reader",
    )
    progress.say("Done.")
    progress.print(render_run(run))
    return write_result(RESULTS, run)


def _measure_both(folder: Path, progress: Progress) -> tuple[dict[str, float], dict[str, float]]:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    site = Program(command, folder / "files", {}, folder / "site.log")
    listed = folder / "list.txt"
    urls = [f"http://127.0.0.1:{port}/{file.name}" for file in sorted((folder / "files").iterdir())]
    listed.write_text("\n".join(urls), encoding="ascii")
    python = str(_READER / ".venv" / "bin" / "python")
    sides = {
        "reader": [python, str(_READER / "measure.py"), str(listed), str(folder / "reader.db")],
        "ours": [sys.executable, "-m", "bench.feed_side", str(listed), str(folder / "ours.db")],
    }
    told: dict[str, dict[str, float]] = {}
    with started(site):
        httpx.HTTPTransport(retries=5).handle_request(httpx.Request("HEAD", urls[0])).close()
        for name, side in sides.items():
            log = folder / f"{name}.log"
            with progress.during(f"Fetching by {name}"):
                run_to_end(Program(side, ROOT, {}, log))
            told[name] = json.loads(log.read_text(encoding="utf-8").strip().splitlines()[-1])
            progress.say(f"  {name}: {told[name]['seconds']:.1f} s, {told[name]['peak_memory_mb']:.0f} MB")
    return told["reader"], told["ours"]


def _build_environment(folder: Path) -> None:
    own = ROOT / ".uv" / "bin" / "uv"
    uv = shutil.which("uv") or (str(own) if own.exists() else None)
    if uv is None:
        raise BenchError("uv is missing: ./dev bench installs it.")
    python = str(Path(sys.base_prefix) / "bin" / "python3.12")
    command = [uv, "sync", "--frozen", "--no-progress", "--python", python, "--directory", str(_READER)]
    run_to_end(Program(command, _READER, {}, folder / "reader-environment.log"))
