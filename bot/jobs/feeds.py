"""The jobs of partners' feeds: fetch what is due, with its pictures, and clear old news away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.db.session import Database
from bot.jobs.timetable import FEEDS, OLD_NEWS, Job
from bot.services.feed_fetches import FeedFetchService
from bot.services.feed_pictures import FeedPictureService
from bot.services.feed_sources import FeedSourceService, PackSource

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class FeedJobs:
    """Each may be done by several hubs at once: one alone fetches a feed."""

    database: Database
    sources: FeedSourceService
    pack: Sequence[PackSource]
    fetches: FeedFetchService
    pictures: FeedPictureService
    _has_pack: bool = field(default=False, init=False)

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {FEEDS: self.fetch, OLD_NEWS: self.clear}

    async def fetch(self) -> None:
        """Ask for what is due; the place pack's feeds are taken in before."""
        try:
            await asyncio.to_thread(self.take_in_pack)
            if asked := await self.fetches.fetch_due():
                _log.info("feeds: %d asked for", asked)
            await self.pictures.fetch_some()
        except SQLAlchemyError as error:
            _log.warning("feeds: the database failed (%s)", type(error).__name__)

    async def clear(self) -> None:
        """Forget old news that became no post."""
        if cleared := await asyncio.to_thread(self.pictures.clear_old_news):
            _log.info("feeds: %d old news cleared away", cleared)

    def take_in_pack(self) -> None:
        """Take in the place pack's feeds, once for each start."""
        if self._has_pack:
            return
        # Another hub that does it at the same moment adds the same.
        with suppress(IntegrityError), self.database.unit_of_work() as session:
            self.sources.take_in_pack(session, self.pack)
        self._has_pack = True
