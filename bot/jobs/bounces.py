"""The job that reads the mailbox to which undelivered mail comes back."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import MailboxError
from bot.jobs.timetable import BOUNCES, Job
from bot.services.bounces import BounceOutcome

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BounceJobs:
    """May be done by several hubs at once: who reads a mail second changes nothing."""

    read: Callable[[], Counter[BounceOutcome]] | None
    """Reads the mailbox, or raises MailboxError; None where there is none to read."""

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {BOUNCES: self.look}

    async def look(self) -> None:
        """Read what came back."""
        if self.read is None:
            return
        try:
            counted = await asyncio.to_thread(self.read)
        except MailboxError as error:
            _log.warning("mailbox of bounces: %s", error.reason)
            return
        if counted:
            _log.info("mailbox of bounces: %s", dict(counted))
