"""Jobs for closed cases: asks residents whether the problem is gone."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from bot.jobs.timetable import FOLLOW_UPS, Job
from bot.services.follow_ups import FollowUpService

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FollowUpJobs:
    """May be done by several hubs at once."""

    follow_ups: FollowUpService

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {FOLLOW_UPS: self.ask}

    async def ask(self) -> None:
        """Ask about every case whose time has come."""
        asked = 0
        for concern_id in await asyncio.to_thread(self.follow_ups.list_due):
            # Where another hub asks at the same moment, the second to write has nothing to add.
            with suppress(IntegrityError):
                asked += await asyncio.to_thread(self.follow_ups.ask, concern_id)
        if asked:
            _log.info("follow-ups: %d asked", asked)
