"""Answering a survey, by whatever way: finds sittings, takes what is given, and counts each person once."""

from __future__ import annotations

import hashlib
import hmac
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import SurveyOpening, SurveyResponse, SurveySitting, SurveyToken
from bot.domain.survey_walk import Sitting, current, give
from bot.domain.surveys import Given, Survey
from bot.services.survey_openings import survey_of
from bot.services.survey_traces import drop_sitting

_SECONDS = 60
_MOST_MINUTES = 60
_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True)
class SurveyAnswerService:
    """The only writer of sittings, tokens and responses."""

    key: str
    """The product's key for signing."""
    today: Callable[[], date]

    def token_for(self, opening_id: int, who: str) -> str:
        """What stands for a person, or for a form's cookie, in one round; tells nothing without the key."""
        words = f"survey:{opening_id}:{who}"
        return hmac.new(self.key.encode(), words.encode(), hashlib.sha256).hexdigest()

    def has_answered(self, session: Session, opening_id: int, *tokens: str) -> bool:
        """Whether they have sent answers, under any of the tokens that they may have."""
        return any(session.get(SurveyToken, (opening_id, token)) is not None for token in tokens)

    def find(self, session: Session, opening_id: int, *tokens: str) -> SurveySitting | None:
        """Where they are in the middle of answering, under any of their tokens."""
        found = (session.get(SurveySitting, (opening_id, token)) for token in tokens)
        return next((row for row in found if row is not None), None)

    def has_own(self, session: Session, opening_id: int, person_id: str) -> bool:
        """Whether answers are kept with the person, who can change them."""
        return self._find_own(session, opening_id, person_id) is not None

    def begin(
        self, session: Session, opening: SurveyOpening, *tokens: str, conversation_id: str | None = None
    ) -> SurveySitting:
        """Where they are, from the beginning if they are new to it; then under the first token."""
        found = self.find(session, opening.id, *tokens)
        if found is not None:
            found.conversation_id = found.conversation_id or conversation_id
            return found
        body = Sitting(seed=random.SystemRandom().randrange(_SEEDS)).to_json()
        return self._add(session, opening, tokens[0], conversation_id, body)

    def sitting_of(self, row: SurveySitting) -> Sitting:
        """How far they are."""
        return Sitting.from_json(row.body)

    def keep(self, row: SurveySitting, sitting: Sitting) -> None:
        """Remember how far they are."""
        row.body = sitting.to_json()

    def is_full(self, session: Session, opening: SurveyOpening, survey: Survey, sitting: Sitting) -> bool:
        """Whether enough people with one of these answers have been heard."""
        reached = [q for q in survey.quotas if _matches(sitting.answers, q.question, q.value)]
        if not reached:
            return False
        sent = [
            {name: Given.from_json(given) for name, given in answers.items()}
            for answers in session.scalars(
                select(SurveyResponse.answers).where(SurveyResponse.opening_id == opening.id)
            )
        ]
        return any(sum(_matches(one, q.question, q.value) for one in sent) >= q.most for q in reached)

    def send(self, session: Session, row: SurveySitting, person_id: str | None) -> bool:
        """Count the answers, once; False when they were counted before or questions are left.

        `person_id` is kept only with confidential answers. What an anonymous survey left in the
        conversation is deleted.
        """
        opening, survey = row.opening, survey_of(row.opening)
        sitting = Sitting.from_json(row.body)
        if current(survey, sitting) is not None:
            return False
        sent = (
            None if survey.is_anonymous or not person_id else self._find_own(session, opening.id, person_id)
        )
        is_counted = self.has_answered(session, opening.id, row.token)
        if sent is not None:
            sent.answers = row.body["answers"]
        elif is_counted:
            return False
        else:
            session.add(SurveyToken(opening_id=opening.id, digest=row.token))
            self._count(session, opening, survey, row.body["answers"], person_id)
            _note_minutes(opening, row.begun_at)
        self.drop(session, row)
        return True

    def drop(self, session: Session, row: SurveySitting) -> None:
        """Forget a sitting, and what an anonymous one left in the conversation."""
        drop_sitting(session, row)

    def enter_paper(self, session: Session, opening: SurveyOpening, answers: Mapping[str, Given]) -> bool:
        """Count answers that somebody gave on paper; False when a question that has to be answered isn't."""
        survey, sitting = survey_of(opening), Sitting()
        while (question := current(survey, sitting)) is not None:
            if question.id not in answers:
                return False
            sitting = give(survey, sitting, answers[question.id])
        self._count(session, opening, survey, sitting.to_json()["answers"], None, is_paper=True)
        return True

    def _add(
        self,
        session: Session,
        opening: SurveyOpening,
        token: str,
        conversation_id: str | None,
        body: dict[str, Any],
    ) -> SurveySitting:
        row = SurveySitting(
            opening_id=opening.id, token=token, conversation_id=conversation_id, body=body, message_ids=[]
        )
        session.add(row)
        session.flush()
        return row

    def _count(
        self,
        session: Session,
        opening: SurveyOpening,
        survey: Survey,
        answers: dict[str, Any],
        person_id: str | None,
        *,
        is_paper: bool = False,
    ) -> None:
        session.add(
            SurveyResponse(
                opening_id=opening.id,
                is_anonymous=survey.is_anonymous,
                person_id=None if survey.is_anonymous else person_id,
                answers=answers,
                answered_on=self.today(),
                is_paper=is_paper,
            )
        )

    def _find_own(self, session: Session, opening_id: int, person_id: str) -> SurveyResponse | None:
        return session.scalar(
            select(SurveyResponse).where(
                SurveyResponse.opening_id == opening_id, SurveyResponse.person_id == person_id
            )
        )


def _matches(answers: Mapping[str, Given], question: str, value: str) -> bool:
    given = answers.get(question)
    if given is None or given.value is None:
        return False
    return value in given.value if isinstance(given.value, tuple) else str(given.value) == value


def _note_minutes(opening: SurveyOpening, begun_at: datetime) -> None:
    minutes = str(min(int((utc_now() - begun_at).total_seconds()) // _SECONDS, _MOST_MINUTES))
    opening.minutes = {**opening.minutes, minutes: opening.minutes.get(minutes, 0) + 1}
