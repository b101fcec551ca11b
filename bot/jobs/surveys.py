"""The job of surveys: rounds open, remind and close at their times."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

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
        """Open, remind and close what is due."""
        try:
            if turned := await asyncio.to_thread(self.rounds.look):
                _log.info("rounds of surveys: %d opened, reminded of or closed", turned)
        except SQLAlchemyError as error:
            _log.warning("surveys: the database failed (%s)", type(error).__name__)
