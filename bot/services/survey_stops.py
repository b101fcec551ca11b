"""Where people who began a survey are or stopped; counted while it runs, and kept as numbers at its close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening, SurveySitting
from bot.domain.survey_documents import survey_from_document
from bot.domain.survey_walk import Sitting, current

SENDING = "sending"
"""Stands for the end, where all is answered and nothing was sent."""

#: Question -> how many who haven't sent came to it, and how many of them went no further.
type Stops = Mapping[str, tuple[int, int]]


def count_stops(session: Session, opening: SurveyOpening) -> Stops:
    """As they are now; of a closed round as they were at its close, since sittings are forgotten then."""
    if opening.stops is not None:
        return {name: (came, stayed) for name, (came, stayed) in opening.stops.items()}
    survey = survey_from_document(opening.document)
    came: Counter[str] = Counter()
    stayed: Counter[str] = Counter()
    for body in session.scalars(select(SurveySitting.body).where(SurveySitting.opening_id == opening.id)):
        sitting = Sitting.from_json(body)
        question = current(survey, sitting)
        here = question.id if question else SENDING
        stayed[here] += 1
        came.update({*sitting.answers, here})
    return {name: (came[name], stayed[name]) for name in came}


def keep_stops(session: Session, opening: SurveyOpening) -> None:
    """Remember the numbers before the sittings go."""
    stops = count_stops(session, opening)
    opening.stops = {name: list(numbers) for name, numbers in stops.items()}
