"""Measures fetching, reading and keeping many feeds beside lemon24's reader, on the same files in one run."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from bench.comparison import Comparison
from bench.errors import BenchError
from bench.feed_files import write_feeds
from bench.machine import describe_machine
from bench.processes import Program, free_port, run_and_weigh, run_to_end, started
from bench.profiles import Profile
from bench.progress import Progress
from bench.result_file import RESULTS, Run, write_result
from bench.table import render_run
from bot.db.base import utc_now
from bot.db.migration import migrate
from bot.db.models import FeedSource
from bot.db.session import Database, create_database_engine
from bot.settings import ROOT

ENTRIES = 50
_HERE = Path(__file__).resolve().parent
_READER = _HERE / "reader_side"
_COMPARED = ("seconds", "cpu_seconds", "peak_memory_mb", "added_memory_mb", "kept")
NOTES = (
    "Feeds: ours keeps each story once across all feeds, reader's entry_dedupe within each feed.",
    "Feeds: ours cleans with nh3 and looks at no place and no topic here, as reader has none.",
    "Feeds: both ask one server of files, which shares the processors with them.",
)


@dataclass(frozen=True, slots=True)
class FeedFigures:
    """What both sides came to."""

    comparisons: list[Comparison]
    details: dict[str, dict[str, float]]
    setup: dict[str, int]


def measure_only_feeds(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Measure both, print the table, return the result file; raises BenchError and OSError."""
    measured = measure_feeds(profile, folder, progress)
    run = Run(
        profile="feeds" if profile.name == "full" else f"{profile.name}-feeds",
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup=measured.setup,
        comparisons=(),
        details=measured.details,
        notes=NOTES,
        feeds=measured.comparisons,
    )
    progress.say("Done.")
    progress.print(render_run(run))
    return write_result(RESULTS, run)


def measure_feeds(profile: Profile, folder: Path, progress: Progress) -> FeedFigures:
    """Have both sides fetch the same files, one side after the other; raises BenchError and OSError."""
    stories = write_feeds(folder / "files", profile.feeds, ENTRIES)
    progress.say(f"{profile.feeds:,} feeds of {ENTRIES} entries, {stories:,} different stories")
    with progress.during("Building reader's environment"):
        _build_environment(folder)
    reader, ours = _measure_both(folder, progress)
    ours["lost_or_doubled"] = abs(stories - ours["kept"]) + ours["broken"]
    ours["added_memory_mb"] = ours["peak_memory_mb"] - ours["before_memory_mb"]
    # It would be a process of its own beside the hub: all of it is added.
    reader["added_memory_mb"] = reader["peak_memory_mb"]
    return FeedFigures(
        [Comparison(f"feeds_{name}", reader[name], ours[name]) for name in _COMPARED],
        {"reader": reader, "feeds": ours},
        {"feeds": profile.feeds, "entries": ENTRIES, "stories": stories},
    )


def prepare_database(urls: Sequence[str], file: Path) -> None:
    """Make the hub's tables, with every feed due."""
    with closing(Database(create_database_engine(f"sqlite:///{file}"))) as database:
        migrate(database.engine)
        due = utc_now() - timedelta(seconds=1)
        with database.unit_of_work() as session:
            session.add_all(FeedSource(title=url, url=url, next_fetch_at=due) for url in urls)


def _measure_both(folder: Path, progress: Progress) -> tuple[dict[str, float], dict[str, float]]:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    site = Program(command, folder / "files", {}, folder / "site.log")
    urls = [f"http://127.0.0.1:{port}/{file.name}" for file in sorted((folder / "files").iterdir())]
    listed, database = folder / "list.txt", folder / "ours.db"
    listed.write_text("\n".join(urls), encoding="ascii")
    prepare_database(urls, database)
    python = str(_READER / ".venv" / "bin" / "python")
    sides = {
        "reader": [python, str(_READER / "measure.py"), str(listed), str(folder / "reader.db")],
        "ours": [sys.executable, "-m", "bench.feed_side", str(database)],
    }
    told: dict[str, dict[str, float]] = {}
    with started(site):
        httpx.HTTPTransport(retries=5).handle_request(httpx.Request("HEAD", urls[0])).close()
        for name, side in sides.items():
            log = folder / f"feeds-{name}.log"
            with progress.during(f"Fetching by {name}"):
                peak = run_and_weigh(Program(side, ROOT, {}, log))
            told[name] = json.loads(log.read_text(encoding="utf-8").strip().splitlines()[-1])
            told[name]["peak_memory_mb"] = peak
            progress.say(f"  {name}: {told[name]['seconds']:.1f} s, {peak:.0f} MB")
    return told["reader"], told["ours"]


def _build_environment(folder: Path) -> None:
    own = ROOT / ".uv" / "bin" / "uv"
    uv = shutil.which("uv") or (str(own) if own.exists() else None)
    if uv is None:
        raise BenchError("uv is missing: ./dev bench installs it.")
    python = str(Path(sys.base_prefix) / "bin" / "python3.12")
    command = [uv, "sync", "--frozen", "--no-progress", "--python", python, "--directory", str(_READER)]
    run_to_end(Program(command, _READER, {}, folder / "reader-environment.log"))
