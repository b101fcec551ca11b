"""The jobs that look for what nobody would notice: agencies that are silent, and reports that add up."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from bot.db.session import Database
from bot.jobs.timetable import CASE_REVIEWS, CHASES, Job
from bot.services.case_reviews import CaseReviewService
from bot.services.chasers import ChaserService

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OverdueJobs:
    """One short function a job; each may be done by several hubs at once."""

    database: Database
    chaser: ChaserService
    reviews: CaseReviewService

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {CHASES: self.chase, CASE_REVIEWS: self.find_reviews}

    async def chase(self) -> None:
        """Ask silent agencies again, and tell the coordinator of those that stay silent."""
        if steps := await asyncio.to_thread(self.chaser.look):
            _log.info("silent agencies: %d steps", steps)

    async def find_reviews(self) -> None:
        """Find reports that meet the threshold of an ASB Case Review."""

        def find() -> int:
            with self.database.unit_of_work() as session:
                return self.reviews.find(session)

        # Another hub that looks at the same moment finds the same: the second to write has nothing to add.
        with suppress(IntegrityError):
            if found := await asyncio.to_thread(find):
                _log.info("ASB Case Reviews: %d found", found)
