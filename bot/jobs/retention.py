"""The daily job that removes what is kept longer than was promised: concerns, words, people, photos."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from bot.domain.schedules import LOCAL_TIME
from bot.errors import RasaUnavailableError
from bot.jobs.timetable import RETENTION, Job
from bot.services.removals import RemovalService
from bot.services.retention import Removed, RetentionService

_log = logging.getLogger(__name__)


def _today() -> date:
    return datetime.now(LOCAL_TIME).date()


@dataclass(frozen=True, slots=True)
class RetentionJobs:
    """May be done by several hubs at once: what one has removed, the other doesn't find."""

    retention: RetentionService
    removal: RemovalService
    remove_files: Callable[[Iterable[str]], None]
    forget: Callable[[str], Awaitable[None]]
    """Makes Rasa forget a conversation; may raise RasaUnavailableError."""
    today: Callable[[], date] = _today

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {RETENTION: self.keep_promises}

    async def keep_promises(self) -> None:
        """Remove everything whose time is over; tell the coordinator what is over and still open."""
        today = self.today()
        concerns = await self._until_none(lambda: self.retention.remove_concerns(today))
        words = await self._until_none(self.retention.remove_words)
        await self._until_none(self.retention.remove_held_photos)
        people = await self._remove_people()
        # Another hub that gives the same notice at the same moment has given it.
        with suppress(IntegrityError):
            still_open = await asyncio.to_thread(self.retention.find_open, today)
            _log.info(
                "retention: removed %d concerns, the words of %d conversations, %d people; %d are still open",
                *(concerns, words, people, still_open),
            )

    async def _remove_people(self) -> int:
        done: set[tuple[str, str]] = set()
        # Somebody who writes just now stays, and is found again: then it is enough for this night.
        while left := set(await asyncio.to_thread(self.retention.list_left_people)) - done:
            for channel, address in left:
                await self.removal.remove(channel, address)
            done |= left
        return len(done)

    async def _until_none(self, remove: Callable[[], Removed]) -> int:
        count = 0
        while (removed := await asyncio.to_thread(remove)).count:
            count += removed.count
            await asyncio.to_thread(self.remove_files, removed.photo_files)
            for tracker_id in removed.tracker_ids:
                # Its name leads to nobody: what Rasa still knows of it is removed with the next conversation.
                with suppress(RasaUnavailableError):
                    await self.forget(tracker_id)
        return count
