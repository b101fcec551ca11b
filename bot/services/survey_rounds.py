"""Rounds of surveys in time: they open and close by themselves, their end is moved, people are reminded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import OpeningState, SurveyOpening
from bot.db.session import Database
from bot.domain.schedules import LOCAL_TIME
from bot.domain.staff import Actor
from bot.errors import SurveyError
from bot.services.survey_invitations import SurveyInvitationService
from bot.services.survey_news import SurveyNews
from bot.services.survey_openings import SurveyOpeningService, survey_of
from bot.services.survey_polls import SurveyPollService

TIMETABLE = Actor("timetable")
_RUNNING = (OpeningState.PLANNED, OpeningState.OPEN)
_MORNING, _EVENING = 9, 19
"""Hours between which people are reminded."""
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class SurveyRoundService:
    """What happens to a round between its opening and its close."""

    database: Database
    openings: SurveyOpeningService
    news: SurveyNews
    invitations: SurveyInvitationService
    polls: SurveyPollService
    now: Callable[[], datetime] = utc_now

    def look(self) -> int:
        """Open, remind and close what is due, each in a unit of work of its own; how much was done."""
        with self.database.unit_of_work() as session:
            found = session.scalars(select(SurveyOpening.id).where(SurveyOpening.state.in_(_RUNNING))).all()
        turned = sum(self._look_at(opening_id) for opening_id in found)
        with self.database.unit_of_work() as session:
            return turned + self.polls.stop(session)

    def move_end(
        self, session: Session, actor: Actor, opening: SurveyOpening, closes_on: date, reason: str
    ) -> int:
        """Give people more time, or with a reason less, and tell those who were told; how many are told.

        Raises SurveyError.
        """
        before, today = opening.closes_on, self.today()
        if opening.state not in _RUNNING:
            raise SurveyError("It is closed already.")
        if closes_on == before:
            raise SurveyError("That is its last day already.")
        if closes_on < max(today, opening.opens_on):
            raise SurveyError("The last day can't be over, or before the first.")
        if closes_on < before and not reason:
            raise SurveyError("Give the reason why it ends earlier: people are told.")
        if len(reason) > _LONGEST_REASON:
            raise SurveyError(f"Give the reason in {_LONGEST_REASON} characters or fewer.")
        opening.closes_on = closes_on
        # Who was reminded of the old day may be reminded of the new one.
        opening.reminded_on = None
        self.openings.audit.record(
            session,
            actor,
            "survey.move_end",
            ("survey_opening", str(opening.id)),
            before={"closes_on": before.isoformat()},
            after={"closes_on": closes_on.isoformat(), "reason": reason},
        )
        self.invitations.move_day(session, actor, opening, before)
        return self.news.tell_end(session, opening, reason if closes_on < before else "")

    def take_back(self, session: Session, actor: Actor, opening: SurveyOpening) -> None:
        """Drop a round that hasn't begun; raises SurveyError for another."""
        if opening.state != OpeningState.PLANNED:
            raise SurveyError("It has begun already: close it instead.")
        self.openings.audit.record(session, actor, "survey.take_back", ("survey_opening", str(opening.id)))
        session.delete(opening)

    def today(self) -> date:
        """The place's day."""
        return self.now().astimezone(LOCAL_TIME).date()

    def _look_at(self, opening_id: int) -> bool:
        try:
            with self.database.unit_of_work() as session:
                opening = session.get(SurveyOpening, opening_id, with_for_update=True)
                return opening is not None and self._turn(session, opening)
        except (IntegrityError, OperationalError):
            # Another hub was quicker, or the database is busy: what is left is found at the next look.
            return False

    def _turn(self, session: Session, opening: SurveyOpening) -> bool:
        today = self.today()
        is_begun = False
        if opening.state == OpeningState.PLANNED and opening.opens_on <= today:
            opening.state = OpeningState.OPEN
            self.openings.audit.record(
                session, TIMETABLE, "survey.begin", ("survey_opening", str(opening.id))
            )
            is_begun = True
        if opening.state != OpeningState.OPEN:
            return is_begun
        if opening.closes_on < today:
            self.openings.close(session, TIMETABLE, opening)
            return True
        if self._is_time_to_remind(opening, today):
            opening.reminded_on = today
            self.news.remind(session, opening, today)
            return True
        return is_begun

    def _is_time_to_remind(self, opening: SurveyOpening, today: date) -> bool:
        days = survey_of(opening).remind_days
        is_day = _MORNING <= self.now().astimezone(LOCAL_TIME).hour < _EVENING
        is_due = days > 0 and today >= opening.closes_on - timedelta(days=days) and today > opening.opens_on
        return is_due and is_day and opening.reminded_on is None
