"""The timetable: what was missed while nothing ran is done at the next start, once, if it isn't too late."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from bot.db.session import Database
from bot.jobs.timetable import POSTS, SUGGESTIONS, TIMETABLE, Entry, Job, Timetable
from tests.fakes.reports import create_database

_PATIENCE_SECONDS = 20.0


def jobs(done: Counter[str], on_done: Callable[[], None] = lambda: None) -> dict[str, Job]:
    def job(name: str) -> Job:
        async def do() -> None:
            done[name] += 1
            on_done()

        return do

    return {name: job(name) for name in TIMETABLE}


def run(database: Database, done: Counter[str], until: str | None = None) -> None:
    """Serve until a job was done, or as long as it takes to see that none is."""

    async def serve() -> None:
        bell = asyncio.Event()
        timetable = Timetable(database.engine, jobs(done, bell.set))
        timetable.begin()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while until is not None and not done[until]:
                    await bell.wait()
                    bell.clear()
        finally:
            timetable.stop()

    asyncio.run(serve())


def miss(database: Database, by: timedelta) -> None:
    """Make the job that is kept due in the past, as after a time in which nothing ran."""
    store = SQLAlchemyJobStore(engine=database.engine, tablename="scheduled_job")
    store.start(BackgroundScheduler(timezone=UTC), "kept")
    (job,) = [job for job in store.get_all_jobs() if job.id == SUGGESTIONS]
    assert job.id == SUGGESTIONS
    job._modify(next_run_time=datetime.now(UTC) - by)
    store.update_job(job)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return create_database(tmp_path)


def test_what_was_missed_is_done_once_at_the_next_start(database: Database) -> None:
    done: Counter[str] = Counter()
    run(database, done)
    assert done[SUGGESTIONS] == 0
    miss(database, timedelta(days=3))
    run(database, done, until=SUGGESTIONS)
    run(database, done)
    assert done[SUGGESTIONS] == 1
    database.close()


def test_what_is_too_late_is_left_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done: Counter[str] = Counter()
    run(database, done)
    miss(database, timedelta(days=20))
    entry = replace(TIMETABLE[SUGGESTIONS], late=timedelta(seconds=0))
    monkeypatch.setitem(cast(dict[str, Entry], TIMETABLE), SUGGESTIONS, entry)
    run(database, done, until=POSTS)
    assert done[SUGGESTIONS] == 0
    database.close()


def test_two_hubs_on_one_store_begin_and_stop(database: Database) -> None:
    done: Counter[str] = Counter()

    async def serve() -> None:
        hubs = [Timetable(database.engine, jobs(done)) for _ in range(2)]
        for hub in hubs:
            hub.begin()
        for hub in hubs:
            hub.stop()

    asyncio.run(serve())
    database.close()
