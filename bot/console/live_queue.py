"""Tells open pages of the queue what changed: one look at the database for all of them, in each process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from bot.console.permissions import Permission, may
from bot.db.session import Database
from bot.services.staff_sessions import StaffSessionService, actor_of
from bot.services.worklist_watch import Mark, QueueNews, Watch, look_for_all, mark_of

POLL_SECONDS = 3.0
_RECOUNT_SECONDS = 60.0
"""So often everything is counted though nothing seems to have changed: keys may come out of order."""
_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(eq=False, slots=True)
class Listener:
    """One open page."""

    watch: Watch
    session_id: int
    news: QueueNews | None = None
    is_over: bool = False
    """Whether the browser was signed out, or its owner may not see the queue any more."""
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, news: QueueNews | None) -> None:
        """Give it what is true now; None when there is nothing more for it."""
        if news is None:
            self.is_over = True
        if news is None or news != self.news:
            self.news = news
            self._stirred.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until there is something to say; whether there is."""
        try:
            await asyncio.wait_for(self._stirred.wait(), seconds)
        except TimeoutError:
            return False
        self._stirred.clear()
        return True


class LiveQueue:
    """Looks while anybody listens, and rests otherwise."""

    def __init__(self, database: Database, sessions: StaffSessionService) -> None:
        self._database = database
        self._sessions = sessions
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._mark: Mark | None = None
        self._counted_at = 0.0

    @contextmanager
    def listening(self, watch: Watch, session_id: int) -> Iterator[Listener]:
        """A listener while the block runs."""
        listener = Listener(watch, session_id)
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners:
                self._task.cancel()
                self._task = None

    def __len__(self) -> int:
        return len(self._listeners)

    async def _run(self) -> None:
        while True:
            listeners = list(self._listeners)
            try:
                found = await run_in_threadpool(self._look, listeners)
            except SQLAlchemyError:
                # A database that is away is tried again; the pages show what they last knew.
                found = {}
            for listener, news in found.items():
                listener.tell(news)
            await asyncio.sleep(POLL_SECONDS)

    def _look(self, listeners: Sequence[Listener]) -> dict[Listener, QueueNews | None]:
        """What there is to say to whom; nothing when nothing has changed."""
        today = datetime.now(_LOCAL_TIME).date()
        with self._database.unit_of_work() as unit:
            signed_in = self._sessions.list_live(unit, {listener.session_id for listener in listeners})
            found: dict[Listener, QueueNews | None] = {}
            present: list[tuple[Listener, Watch]] = []
            for listener in listeners:
                browser = signed_in.get(listener.session_id)
                # Roles and areas may have changed since the page was opened.
                actor = actor_of(browser) if browser is not None else None
                if actor is None or not may(actor, Permission.WORK_CONCERNS):
                    found[listener] = None
                else:
                    present.append((listener, replace(listener.watch, actor=actor)))
            mark = mark_of(unit, today)
            is_stale = mark != self._mark or time.monotonic() - self._counted_at > _RECOUNT_SECONDS
            to_count = [(one, watch) for one, watch in present if is_stale or one.news is None]
            if to_count:
                news = look_for_all(unit, [watch for _, watch in to_count], today)
                found.update(zip([one for one, _ in to_count], news, strict=True))
            if is_stale:
                self._mark, self._counted_at = mark, time.monotonic()
            return found
