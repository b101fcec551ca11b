"""Which answers are looked at: by area, by how they came, and by what else the same people answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.survey_results import Answers, area_of, values_given
from bot.domain.surveys import DECIDING, Kind, Survey

_COUNTED = DECIDING | {Kind.RANKING}


class Source(StrEnum):
    """How answers came; nothing finer is kept, for the channel could narrow down who somebody is."""

    ONLINE = "online"
    PAPER = "paper"
    POLL = "poll"
    """A vote in a messenger's own poll."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One person's answers, with what else may be known of them."""

    answers: Answers
    source: Source = Source.ONLINE


@dataclass(frozen=True, slots=True)
class ResultsFilter:
    """What is looked at; empty for everybody."""

    area: str = ""
    source: Source | None = None
    answers: tuple[tuple[str, str], ...] = ()
    """Questions with what was answered to each; all have to fit."""

    @property
    def is_empty(self) -> bool:
        """Whether everybody is looked at."""
        return not (self.area or self.source or self.answers)


def choose(survey: Survey, heard: Sequence[Heard], wanted: ResultsFilter) -> list[Heard]:
    """Those who fit."""
    return [one for one in heard if _fits(survey, one, wanted)]


def can_filter_by(survey: Survey, question_id: str, value: str) -> bool:
    """Whether a question has such an answer that can be counted out."""
    question = survey.by_id.get(question_id)
    if question is None or question.kind not in _COUNTED:
        return False
    return question.values is None or value in question.values


def _fits(survey: Survey, one: Heard, wanted: ResultsFilter) -> bool:
    if wanted.source is not None and one.source != wanted.source:
        return False
    if wanted.area and area_of(survey, one.answers) != wanted.area:
        return False
    return all(_said(survey, one.answers, question, value) for question, value in wanted.answers)


def _said(survey: Survey, answers: Answers, question: str, value: str) -> bool:
    given = answers.get(question)
    return given is not None and value in values_given(survey.by_id[question], given)
