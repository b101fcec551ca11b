"""How a round goes: responses, where people stop, and how long it takes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.models import SurveyOpening, SurveyResponse
from bot.services.survey_openings import survey_of
from bot.services.survey_stops import SENDING, count_stops


@dataclass(frozen=True, slots=True)
class Step:
    """One question on the way through the survey, by those who answer themselves."""

    title: str
    reached: int
    stopped: int
    """How many are at it, or never went on."""

    @property
    def percent(self) -> int:
        """Share of those who came to it that stopped there, in whole per cent."""
        return round(100 * self.stopped / self.reached) if self.reached else 0


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """Figures of one round."""

    responses: int
    on_paper: int
    unfinished: int
    """How many began and haven't sent."""
    steps: tuple[Step, ...]
    usual_minutes: int | None
    """The median time of those who sent answers, in whole minutes."""


def count_responses(session: Session, opening: SurveyOpening) -> int:
    """How many have answered."""
    return session.scalar(select(func.count()).where(SurveyResponse.opening_id == opening.id)) or 0


def count_progress(session: Session, opening: SurveyOpening) -> RoundProgress:
    """The figures as they are now."""
    survey, stops = survey_of(opening), count_stops(session, opening)
    sent: Counter[str] = Counter()
    on_paper = by_poll = 0
    found = session.execute(
        select(SurveyResponse.answers, SurveyResponse.is_paper, SurveyResponse.is_poll).where(
            SurveyResponse.opening_id == opening.id
        )
    )
    for answers, is_paper, is_poll in found:
        on_paper, by_poll = on_paper + is_paper, by_poll + is_poll
        if not is_paper and not is_poll:
            sent.update((*answers, SENDING))
    steps = [(question.id, question.text) for question in survey.questions]
    return RoundProgress(
        responses=sent[SENDING] + on_paper + by_poll,
        on_paper=on_paper,
        unfinished=sum(stayed for _, stayed in stops.values()),
        steps=tuple(
            Step(title, sent[name] + stops.get(name, (0, 0))[0], stops.get(name, (0, 0))[1])
            for name, title in (*steps, (SENDING, "Sending"))
        ),
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
