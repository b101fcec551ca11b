"""Jobs for conversations that staff joined: hands back those in which nobody writes any more."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from bot.jobs.timetable import TAKEOVERS, Job
from bot.services.takeovers import TakeoverService

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TakeoverJobs:
    """May be done by several hubs at once."""

    takeovers: TakeoverService

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {TAKEOVERS: self.hand_back}

    async def hand_back(self) -> None:
        """Give silent conversations back to the dialogue."""
        if ended := await asyncio.to_thread(self.takeovers.end_silent):
            _log.info("takeovers: %d handed back after silence", ended)
