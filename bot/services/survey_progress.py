"""How a round goes while it runs: responses, where people stop, and how long it takes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening, SurveyResponse, SurveySitting
from bot.domain.survey_walk import Sitting, current
from bot.services.survey_openings import survey_of


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """Figures of one round."""

    responses: int
    on_paper: int
    unfinished: tuple[tuple[str, int], ...]
    """Each question with how many are at it and have not gone on."""
    usual_minutes: int | None
    """The median time of those who sent answers, in whole minutes."""


def count_progress(session: Session, opening: SurveyOpening) -> RoundProgress:
    """The figures as they are now."""
    of_round = SurveyResponse.opening_id == opening.id
    survey = survey_of(opening)
    at: Counter[str] = Counter()
    for body in session.scalars(select(SurveySitting.body).where(SurveySitting.opening_id == opening.id)):
        question = current(survey, Sitting.from_json(body))
        at[question.id if question else ""] += 1
    stops = [(question.text, at[question.id]) for question in survey.questions]
    return RoundProgress(
        responses=session.scalar(select(func.count()).where(of_round)) or 0,
        on_paper=session.scalar(select(func.count()).where(of_round, SurveyResponse.is_paper)) or 0,
        unfinished=(*stops, ("Sending", at[""])),
        usual_minutes=_median(opening.minutes),
    )


def _median(minutes: dict[str, int]) -> int | None:
    half = sum(minutes.values()) / 2
    seen = 0
    for minute, count in sorted((int(minute), count) for minute, count in minutes.items()):
        seen += count
        if seen >= half:
            return minute
    return None
