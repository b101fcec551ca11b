"""Results of a survey for the hub: counts by question, with nothing hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.surveys import Given, Kind, Question, Survey

NO_ANSWER, WITH_PHOTO = "No answer", "With a photo"

type Answers = Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Tabulation:
    """All counts of one question, with nothing hidden."""

    question: Question
    rows: tuple[tuple[str, int], ...]
    """Answers as they are read, with how many gave each; of a ranking, who put it first."""
    asked: int
    """How many were shown the question and did something with it."""
    texts: tuple[str, ...] = ()
    """What was written, for questions in free words."""
    mean: float | None = None
    """Of a scale or a number."""
    places: Mapping[str, float] = field(default_factory=dict)
    """Of a ranking: at which place each answer stands on average, from 1."""

    def percent(self, count: int) -> int:
        """Share of those who did something with the question, in whole per cent."""
        return round(100 * count / self.asked) if self.asked else 0


def tabulate(survey: Survey, answers: Sequence[Answers], titles: Mapping[str, str]) -> list[Tabulation]:
    """Each question's counts."""
    return [_tabulate(question, answers, titles) for question in survey.questions]


def area_of(survey: Survey, answers: Answers) -> str | None:
    """The hub area of the first place that was given; None without one."""
    for question in survey.questions:
        given = answers.get(question.id)
        if question.kind is Kind.PLACE and given is not None and given.value is not None:
            return str(given.value)
    return None


def _tabulate(question: Question, answers: Sequence[Answers], titles: Mapping[str, str]) -> Tabulation:
    given = [one[question.id] for one in answers if question.id in one]
    counts = Counter(value for one in given for value in values_given(question, one))
    is_number = question.kind is Kind.NUMBER
    listed = question.values or tuple(sorted(counts, key=int if is_number else None))
    numbers = [one.value for one in given if isinstance(one.value, int)]
    rows = [(title_shown(question, value, titles), counts[value]) for value in listed if value]
    missing = sum(one.value is None for one in given)
    is_text = question.kind is Kind.TEXT
    if question.kind is Kind.PHOTO:
        rows = [(WITH_PHOTO, len(given) - missing)]
    return Tabulation(
        question,
        rows=() if is_text else (*rows, (NO_ANSWER, missing)),
        asked=len(given),
        texts=tuple(str(one.value) for one in given if is_text and one.value is not None),
        mean=round(sum(numbers) / len(numbers), 1) if numbers else None,
        places=_places(question, given),
    )


def _places(question: Question, given: Sequence[Given]) -> dict[str, float]:
    rankings = [one.value for one in given if isinstance(one.value, tuple)]
    if question.kind is not Kind.RANKING or not rankings:
        return {}
    return {
        option.text: round(sum(order.index(option.id) + 1 for order in rankings) / len(rankings), 1)
        for option in question.options
    }


def values_given(question: Question, given: Given) -> tuple[str, ...]:
    """What an answer counts for: each of several, and of a ranking what was put first."""
    if given.value is None:
        return ()
    if not isinstance(given.value, tuple):
        return (str(given.value),)
    return given.value[:1] if question.kind is Kind.RANKING else given.value


def title_shown(question: Question, value: str, titles: Mapping[str, str]) -> str:
    """An answer as it is read."""
    return question.title_of(value) if question.options else titles.get(value, value)
