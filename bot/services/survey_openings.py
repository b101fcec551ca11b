"""Openings of surveys: checked before they begin, found while they run, and closed."""

from __future__ import annotations

import random
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.db.models import OpeningState, StoredSurvey, SurveyOpening, SurveyResponse, SurveySitting
from bot.domain.gunning import Finding, check_consultation
from bot.domain.spoken import spoken
from bot.domain.staff import Actor
from bot.domain.survey_checks import Problem, find_problems
from bot.domain.survey_documents import survey_from_document, survey_to_document
from bot.domain.survey_languages import in_language
from bot.domain.surveys import Survey
from bot.errors import NotFoundError, SurveyError
from bot.services.audit import AuditService
from bot.services.survey_stops import keep_stops
from bot.services.survey_traces import drop_sitting
from bot.services.survey_votes import count_votes


@dataclass(frozen=True, slots=True)
class SurveyOpeningService:
    """The only writer of surveys and their openings."""

    audit: AuditService
    ready: Sequence[Survey]
    """The surveys of the place pack."""
    hub_areas: Collection[str]
    bank_holidays: Container[date]

    def list_surveys(self, session: Session) -> list[Survey]:
        """What can be opened: stored ones, and ready ones that nobody changed, by title."""
        stored = {row.id: survey_from_document(row.document) for row in session.scalars(select(StoredSurvey))}
        found = {survey.id: survey for survey in self.ready} | stored
        return sorted(found.values(), key=lambda survey: survey.title)

    def get_survey(self, session: Session, survey_id: str) -> Survey:
        """One of them; raises NotFoundError."""
        found = next((one for one in self.list_surveys(session) if one.id == survey_id), None)
        if found is None:
            raise NotFoundError("there is no such survey")
        return found

    def find_problems(self, survey: Survey) -> list[Problem]:
        """What is wrong with it."""
        return find_problems(survey, self.hub_areas)

    def save(self, session: Session, actor: Actor, survey: Survey) -> None:
        """Keep a survey, with mistakes too: they only stand in the way of opening it."""
        document = survey_to_document(survey)
        row = session.get(StoredSurvey, survey.id)
        if row is None:
            session.add(StoredSurvey(id=survey.id, document=document))
        else:
            row.document = document
        self.audit.record(session, actor, "survey.save", ("survey", survey.id))

    def check(self, survey: Survey, opens_on: date, closes_on: date, today: date) -> list[Finding]:
        """The Gunning check, with mistakes in the questions as musts."""
        wrong = [Finding("Questions", problem.text, is_must=True) for problem in self.find_problems(survey)]
        return wrong + check_consultation(survey, opens_on, closes_on, today, self.bank_holidays)

    def open(
        self, session: Session, actor: Actor, survey: Survey, opens_on: date, closes_on: date, today: date
    ) -> SurveyOpening:
        """Open it on these days; raises SurveyError while a must is missing or another round is open."""
        if any(finding.is_must for finding in self.check(survey, opens_on, closes_on, today)):
            raise SurveyError("Something that is needed is missing.")
        if self._find_round(session, survey.id, today, to_come=True) is not None:
            raise SurveyError("This survey is open already.")
        opening = SurveyOpening(
            survey_id=survey.id,
            document=survey_to_document(survey),
            opens_on=opens_on,
            closes_on=closes_on,
            state=OpeningState.PLANNED if opens_on > today else OpeningState.OPEN,
            minutes={},
        )
        session.add(opening)
        session.flush()
        days: dict[str, Any] = {"opens_on": opens_on, "closes_on": closes_on}
        self.audit.record(session, actor, "survey.open", ("survey_opening", str(opening.id)), after=days)
        return opening

    def close(self, session: Session, actor: Actor, opening: SurveyOpening) -> None:
        """End it: whoever isn't finished is forgotten, and nothing of when answers came is left.

        Anonymous answers are written anew in another order and at one moment, since a database may keep
        traces of both.
        """
        opening.state = OpeningState.CLOSED
        keep_stops(session, opening)
        for row in session.scalars(select(SurveySitting).where(SurveySitting.opening_id == opening.id)):
            drop_sitting(session, row)
        count_votes(session, opening)
        if survey_of(opening).is_anonymous:
            _mix(session, opening.id)
        self.audit.record(session, actor, "survey.close", ("survey_opening", str(opening.id)))

    def list_openings(self, session: Session) -> Sequence[SurveyOpening]:
        """All rounds, the newest first."""
        return session.scalars(select(SurveyOpening).order_by(SurveyOpening.id.desc())).all()

    def get_opening(self, session: Session, opening_id: int) -> SurveyOpening:
        """One round; raises NotFoundError."""
        opening = session.get(SurveyOpening, opening_id)
        if opening is None:
            raise NotFoundError("there is no such round of a survey")
        return opening

    def find_open(self, session: Session, survey_id: str, today: date) -> SurveyOpening | None:
        """The round of a survey that can be answered today."""
        return self._find_round(session, survey_id, today)

    def list_open(self, session: Session, today: date, area: str | None = None) -> list[SurveyOpening]:
        """The rounds that can be answered today, in an area where one is known."""
        found = session.scalars(select(SurveyOpening).where(*_running(today)).order_by(SurveyOpening.id))
        return [one for one in found if area is None or area in (survey_of(one).areas or (area,))]

    def _find_round(
        self, session: Session, survey_id: str, today: date, *, to_come: bool = False
    ) -> SurveyOpening | None:
        # What opens later is in the way of another round, but can't be answered.
        states = (OpeningState.OPEN, OpeningState.PLANNED) if to_come else (OpeningState.OPEN,)
        query = select(SurveyOpening).where(
            SurveyOpening.survey_id == survey_id,
            SurveyOpening.state.in_(states),
            SurveyOpening.closes_on >= today,
        )
        return session.scalars(query.limit(1)).first()


def survey_of(opening: SurveyOpening) -> Survey:
    """What is asked in a round."""
    return survey_from_document(opening.document)


def spoken_survey(opening: SurveyOpening) -> Survey:
    """The same in the language that is being spoken, as far as it is translated."""
    return in_language(survey_of(opening), spoken())


def can_answer(opening: SurveyOpening, today: date) -> bool:
    """Whether a round can be answered today."""
    return opening.state == OpeningState.OPEN and opening.opens_on <= today <= opening.closes_on


def _running(today: date) -> tuple[Any, ...]:
    return (
        SurveyOpening.state == OpeningState.OPEN,
        SurveyOpening.opens_on <= today,
        SurveyOpening.closes_on >= today,
    )


def _mix(session: Session, opening_id: int) -> None:
    table = SurveyResponse.metadata.tables[SurveyResponse.__tablename__]
    rows = [
        dict(row) for row in session.execute(select(table).where(table.c.opening_id == opening_id)).mappings()
    ]
    if rows:
        random.SystemRandom().shuffle(rows)
        session.execute(delete(SurveyResponse).where(SurveyResponse.opening_id == opening_id))
        session.execute(insert(SurveyResponse), rows)
