"""The timetable: every schedule of the product in one place, kept by the scheduler in the database."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.executors.base import BaseExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from bot.domain.schedules import LOCAL_TIME

POSTS, SENT_CHANGES, SUGGESTIONS, PICTURES = "posts", "sent_changes", "suggestions", "pictures"
CHASES, CASE_REVIEWS = "chases", "case_reviews"
SURVEYS = "surveys"
FEEDS, OLD_NEWS = "feeds", "old_news"
BOUNCES = "bounces"
RETENTION = "retention"
TAKEOVERS, FOLLOW_UPS, BLOCKS = "takeovers", "follow_ups", "blocks"
_KEPT, _FLEETING = "kept", "fleeting"
_TABLE = "scheduled_job"

_log = logging.getLogger(__name__)

type Job = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """When a job is done."""

    trigger: Callable[[], BaseTrigger]
    late: timedelta
    """How long after its time it is still done, where the hub was down then."""
    is_kept: bool = True
    """Whether a time that went by while nothing ran is remembered; needless for what is often."""


#: Job -> when it is done.
TIMETABLE: Mapping[str, Entry] = {
    POSTS: Entry(lambda: IntervalTrigger(seconds=15), timedelta(seconds=15), is_kept=False),
    SENT_CHANGES: Entry(lambda: IntervalTrigger(seconds=10), timedelta(seconds=10), is_kept=False),
    TAKEOVERS: Entry(lambda: IntervalTrigger(seconds=30), timedelta(seconds=30), is_kept=False),
    BLOCKS: Entry(lambda: IntervalTrigger(hours=1), timedelta(hours=1), is_kept=False),
    FOLLOW_UPS: Entry(lambda: IntervalTrigger(minutes=20), timedelta(minutes=20), is_kept=False),
    CHASES: Entry(lambda: IntervalTrigger(minutes=10), timedelta(minutes=10), is_kept=False),
    CASE_REVIEWS: Entry(lambda: IntervalTrigger(minutes=30), timedelta(minutes=30), is_kept=False),
    BOUNCES: Entry(lambda: IntervalTrigger(minutes=5), timedelta(minutes=5), is_kept=False),
    SURVEYS: Entry(lambda: IntervalTrigger(minutes=1), timedelta(minutes=1), is_kept=False),
    FEEDS: Entry(lambda: IntervalTrigger(seconds=30), timedelta(seconds=30), is_kept=False),
    SUGGESTIONS: Entry(
        lambda: CronTrigger(day_of_week="mon", hour=6, timezone=LOCAL_TIME), timedelta(days=6)
    ),
    OLD_NEWS: Entry(lambda: CronTrigger(hour=4, minute=30, timezone=LOCAL_TIME), timedelta(hours=20)),
    RETENTION: Entry(lambda: CronTrigger(hour=3, minute=30, timezone=LOCAL_TIME), timedelta(hours=20)),
    PICTURES: Entry(lambda: CronTrigger(hour=4, timezone=LOCAL_TIME), timedelta(hours=20)),
}


def ring() -> None:
    """Stands in the database for a job, which `_Jobs` knows by its name."""


class _Jobs(AsyncIOExecutor):  # type: ignore[misc]  # the scheduler has no types
    """Does the hub's own jobs: what the database keeps of a job is its name, and nothing to be run."""

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        super().__init__()
        self._jobs = jobs

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        late = datetime.now(UTC) - run_times[-1]

        async def work() -> None:
            try:
                if late <= TIMETABLE[job.id].late:
                    await self._jobs[job.id]()
            except Exception as error:  # noqa: BLE001  whatever it was, the next time comes
                _log.error("job %s failed: %s", job.id, type(error).__name__)
            self._run_job_success(job.id, [])

        self._eventloop.create_task(work())


class Timetable:
    """Does jobs at their times; with several hubs each may do each, and all jobs are made for that."""

    def __init__(self, engine: Engine, jobs: Mapping[str, Job]) -> None:
        """`jobs` has one for each name in TIMETABLE; KeyError otherwise, when it is begun."""
        executors: dict[str, BaseExecutor] = {"default": _Jobs(jobs)}
        self._jobs = jobs
        self._scheduler = AsyncIOScheduler(
            jobstores={
                _KEPT: SQLAlchemyJobStore(engine=engine, tablename=_TABLE),
                _FLEETING: MemoryJobStore(),
            },
            executors=executors,
            timezone=LOCAL_TIME,
        )

    def begin(self) -> None:
        """Start; what is kept of earlier keeps its next time. Called in the event loop."""
        self._scheduler.start(paused=True)
        for name, entry in TIMETABLE.items():
            self._jobs[name]
            store = _KEPT if entry.is_kept else _FLEETING
            if self._scheduler.get_job(name, store) is None:
                self._scheduler.add_job(
                    ring,
                    entry.trigger(),
                    id=name,
                    jobstore=store,
                    coalesce=True,
                    max_instances=1,
                    misfire_grace_time=int(entry.late.total_seconds()),
                    replace_existing=True,
                )
        for job in self._scheduler.get_jobs(_KEPT):
            if job.id not in TIMETABLE:
                self._forget(job.id)
        self._scheduler.resume()

    def stop(self) -> None:
        """Begin nothing new."""
        self._scheduler.shutdown(wait=False)

    def _forget(self, name: str) -> None:
        try:
            self._scheduler.remove_job(name, _KEPT)
        except JobLookupError:
            return
