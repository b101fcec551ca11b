"""Measures fetching, reading and keeping many feeds beside lemon24's reader, on the same files in one run."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import func, select

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
from bot.db.models import FeedItem, FeedSource
from bot.db.session import Database, create_database_engine
from bot.settings import ROOT

ENTRIES = 50
_HERE = Path(__file__).resolve().parent
_READER = _HERE / "reader_side"
_PACKAGES = _READER / ".venv" / "lib" / "python3.12" / "site-packages"
_COMPARED = ("seconds", "cpu_seconds", "peak_memory_mb", "added_memory_mb", "kept")
_NOTES = (
    "Feeds: ours keeps each story once across all feeds, reader's entry_dedupe within each feed.",
    "Feeds: ours cleans with nh3 and looks at no place and no topic here, as reader has none.",
    "Feeds: the peak has no target: ours includes what any hub holds without feeds. See the added memory.",
    "Feeds: both ask one server of files, which shares the processors with them.",
)


@dataclass(frozen=True, slots=True)
class FeedFigures:
    """What both sides came to."""

    comparisons: list[Comparison]
    details: dict[str, dict[str, float]]
    setup: dict[str, int]
    notes: Sequence[str]


def measure_only_feeds(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Measure both, print the table, return the result file; raises BenchError and OSError."""
    measured = measure_feeds(profile, folder, progress)
    run = Run(
        profile=profile.only("feeds"),
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup=measured.setup,
        comparisons=(),
        details=measured.details,
        notes=measured.notes,
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
    told = _measure_all(folder, progress)
    reader, in_hub, ours = told["reader"], told["reader in a hub"], told["ours"]
    reader |= _count_of_reader(folder / "reader.db")
    ours |= count_kept(folder / "ours.db")
    ours["lost_or_doubled"] = abs(stories - ours["kept"]) + ours["broken"]
    for side in (in_hub, ours):
        side["added_memory_mb"] = side["peak_memory_mb"] - side["before_memory_mb"]
    reader["added_memory_mb"] = in_hub["added_memory_mb"]
    return FeedFigures(
        [Comparison(f"feeds_{name}", reader[name], ours[name]) for name in _COMPARED],
        {"reader": reader, "reader_in_hub": in_hub, "feeds": ours},
        {"feeds": profile.feeds, "entries": ENTRIES, "stories": stories},
        _NOTES,
    )


def prepare_database(urls: Sequence[str], file: Path) -> None:
    """Make the hub's tables, with every feed due."""
    with closing(Database(create_database_engine(f"sqlite:///{file}"))) as database:
        migrate(database.engine)
        due = utc_now() - timedelta(seconds=1)
        with database.unit_of_work() as session:
            session.add_all(FeedSource(title=url, url=url, next_fetch_at=due) for url in urls)


def count_kept(file: Path) -> dict[str, float]:
    """Stories in the hub's database, and feeds that could not be read."""
    opened = closing(Database(create_database_engine(f"sqlite:///{file}")))
    with opened as database, database.unit_of_work() as session:
        kept = session.scalar(select(func.count()).select_from(FeedItem)) or 0
        broken = session.scalar(select(func.count()).where(FeedSource.problem != "")) or 0
    return {"kept": kept, "broken": broken}


def _count_of_reader(file: Path) -> dict[str, float]:
    # Its own way to count holds more memory than fetching, so it isn't used where memory is weighed.
    with closing(sqlite3.connect(file)) as database:
        (kept,) = database.execute("SELECT count(*) FROM entries").fetchone()
        (broken,) = database.execute("SELECT count(*) FROM feeds WHERE last_exception IS NOT NULL").fetchone()
    return {"kept": kept, "broken": broken}


def _measure_all(folder: Path, progress: Progress) -> dict[str, dict[str, float]]:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    site = Program(command, folder / "files", {}, folder / "site.log")
    urls = [f"http://127.0.0.1:{port}/{file.name}" for file in sorted((folder / "files").iterdir())]
    (folder / "list.txt").write_text("\n".join(urls), encoding="ascii")
    for name in ("ours.db", "hub.db"):
        prepare_database(urls, folder / name)
    told: dict[str, dict[str, float]] = {}
    with started(site):
        httpx.HTTPTransport(retries=5).handle_request(httpx.Request("HEAD", urls[0])).close()
        for name, side in _sides(folder).items():
            log = folder / f"feeds-{name.replace(' ', '-')}.log"
            with progress.during(f"Fetching by {name}"):
                peak = run_and_weigh(Program(side, ROOT, {}, log))
            told[name] = json.loads(log.read_text(encoding="utf-8").strip().splitlines()[-1])
            told[name]["peak_memory_mb"] = peak
            progress.say(f"  {name}: {told[name]['seconds']:.1f} s, {peak:.0f} MB")
    return told


def _sides(folder: Path) -> dict[str, list[str]]:
    """Reader by itself, reader in a process that holds what a hub does, and ours in such a one."""
    alone = [str(_READER / ".venv" / "bin" / "python"), str(_READER / "measure.py")]
    in_hub = [sys.executable, "-m", "bench.reader_in_hub", str(folder / "hub.db")]
    return {
        "reader": [*alone, str(folder / "list.txt"), str(folder / "reader.db")],
        "reader in a hub": [*in_hub, str(folder / "reader-in-hub.db"), str(_PACKAGES)],
        "ours": [sys.executable, "-m", "bench.feed_side", str(folder / "ours.db")],
    }


def _build_environment(folder: Path) -> None:
    own = ROOT / ".uv" / "bin" / "uv"
    uv = shutil.which("uv") or (str(own) if own.exists() else None)
    if uv is None:
        raise BenchError("uv is missing: ./dev bench installs it.")
    python = str(Path(sys.base_prefix) / "bin" / "python3.12")
    command = [uv, "sync", "--frozen", "--no-progress", "--python", python, "--directory", str(_READER)]
    run_to_end(Program(command, _READER, {}, folder / "reader-environment.log"))
