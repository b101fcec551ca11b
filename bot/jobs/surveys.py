"""The job of surveys: rounds open, remind and close at their times."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.db.session import empty_write_ahead_log
from bot.jobs.timetable import SURVEYS, Job
from bot.services.survey_rounds import SurveyRoundService

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SurveyJobs:
    """May be done by several hubs at once."""

    rounds: SurveyRoundService

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {SURVEYS: self.look}

    async def look(self) -> None:
        """Open, remind and close what is due; and let nothing stay of the answers that were taken away."""
        try:
            await asyncio.to_thread(empty_write_ahead_log, self.rounds.database)
            if turned := await asyncio.to_thread(self.rounds.look):
                _log.info("rounds of surveys: %d opened, reminded of or closed", turned)
        except SQLAlchemyError as error:
            _log.warning("surveys: the database failed (%s)", type(error).__name__)
