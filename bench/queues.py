"""Measures inbox and outbox on each database there is; stock Rasa has neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.broadcast import measure_broadcast
from bench.inbox_load import measure_inbox
from bench.machine import describe_machine
from bench.profiles import Profile
from bench.progress import Progress
from bench.queue_figures import STORES, QueueFigure, by_database
from bench.result_file import RESULTS, Run, write_result
from bench.table import render_run
from bot.db.migration import migrate
from bot.db.session import Database, create_database_engine
from tests.postgres import find_programs, running_postgres

_SQLITE, _POSTGRESQL = STORES
_NO_POSTGRESQL = "PostgreSQL was not measured: its programs aren't installed here."


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """What both queues came to."""

    figures: list[QueueFigure]
    notes: list[str]


def measure_only_queues(profile: Profile, folder: Path, progress: Progress) -> Path:
    """Measure them in an empty folder, print them, return the result file; raises BenchError and OSError."""
    measured = measure_queues(profile, folder, progress)
    run = Run(
        profile=profile.only("queues"),
        day=datetime.now(UTC).date(),
        machine=describe_machine(),
        setup={"subscribers": profile.subscribers, "inbox_messages": profile.inbox_messages},
        comparisons=(),
        details={},
        notes=measured.notes,
        queues=measured.figures,
    )
    progress.say("Done.")
    progress.print(render_run(run))
    return write_result(RESULTS, run)


def measure_queues(profile: Profile, folder: Path, progress: Progress) -> QueueFigures:
    """Measure them on SQLite, and on PostgreSQL where this machine has it; raises BenchError and OSError."""
    with _databases(folder) as databases:
        notes = [] if _POSTGRESQL in databases else [_NO_POSTGRESQL]
        runs = {store: _measure_inbox(store, databases[store], profile, progress) for store in databases}
        for store, database in databases.items():
            runs[store] = _measure_broadcast(store, database, profile, progress) | runs[store]
    return QueueFigures(by_database(runs), notes)


def _measure_inbox(store: str, database: Database, profile: Profile, progress: Progress) -> dict[str, float]:
    progress.say(f"Inbox on {store}: {profile.inbox_messages:,} messages ...")
    figures = measure_inbox(database, profile.inbox_messages).figures()
    progress.say(f"  {figures['inbox_messages_per_second']:.0f} messages/s")
    return figures


def _measure_broadcast(
    store: str, database: Database, profile: Profile, progress: Progress
) -> dict[str, float]:
    progress.say(f"A post on {store} to {profile.subscribers:,} subscribers ...")
    figures = measure_broadcast(database, profile.subscribers, progress.say).figures()
    per_second, refused = figures["broadcast_messages_per_second"], figures["broadcast_refused_429"]
    progress.say(f"  {per_second:.1f} messages/s, {refused:.0f} refused")
    return figures


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, Database]]:
    """Each kind of database that there is, by its name, empty."""
    with ExitStack() as opened:
        databases = {_SQLITE: opened.enter_context(_opened(f"sqlite:///{folder / 'queues.db'}"))}
        if (programs := find_programs()) is not None:
            # As it comes from the packages: every commit is on the disk before it counts.
            url = opened.enter_context(running_postgres(programs, options=""))
            databases[_POSTGRESQL] = opened.enter_context(_opened(url))
        yield databases


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    with closing(Database(create_database_engine(url))) as database:
        migrate(database.engine)
        yield database
