"""The strategic assessment: what residents named in a survey beside the concerns that were received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.assessment_counts import SafeConcerns
from bot.domain.figures import Period, change
from bot.domain.scrutiny import whole_months
from bot.domain.survey_publishing import EVERYBODY, PublicTable
from bot.domain.surveys import WITH_OPTIONS, Question, Survey

_YEAR = timedelta(days=366)
_FAR = 2
"""Places apart from which on two orders differ."""


@dataclass(frozen=True, slots=True)
class Priority:
    """One answer of the survey; None where a number isn't shown."""

    title: str
    named: int | None
    share: int | None
    """Of those asked in the area, in whole per cent."""
    named_rank: int | None
    """Among the answers whose number is shown; so are all ranks."""
    concerns: int | None = None
    concerns_rank: int | None = None
    before: int | None = None
    change: float | None = None
    """On the year before, in per cent."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer whose place among what can be compared isn't the same on both sides."""

    title: str
    named_place: int
    concerns_place: int
    of: int


@dataclass(frozen=True, slots=True)
class AreaAssessment:
    """One area; `area` is empty for all of them together."""

    area: str
    people: int | None
    """Who were asked; None where the survey doesn't show the area."""
    priorities: tuple[Priority, ...]

    def list_differences(self) -> list[Difference]:
        """Where residents and concerns put something at places far from each other."""
        both = [one for one in self.priorities if one.named is not None and one.concerns_rank is not None]
        named, told = _rank([one.named for one in both]), _rank([one.concerns for one in both])
        return [
            Difference(one.title, place, other, len(both))
            for one, place, other in zip(both, named, told, strict=True)
            if place is not None and other is not None and abs(place - other) >= _FAR
        ]

    @property
    def compared(self) -> int:
        """How many answers have both numbers and a place in both orders."""
        return sum(one.named is not None and one.concerns_rank is not None for one in self.priorities)


def list_comparable(survey: Survey) -> list[Question]:
    """Questions of which at least two answers stand for a category of concern."""
    return [
        question
        for question in survey.questions
        if question.kind in WITH_OPTIONS and sum(bool(one.matched_category) for one in question.options) > 1
    ]


def year_to(last: date) -> Period:
    """The twelve whole months that end by that day."""
    end = whole_months(Period(last - _YEAR, last)).last
    after = end + timedelta(days=1)
    return Period(after.replace(year=after.year - 1), end)


def assess(
    question: Question,
    table: PublicTable | None,
    areas: Mapping[str, str],
    now: SafeConcerns,
    before: SafeConcerns | None,
) -> list[AreaAssessment]:
    """All areas together, then each by its name; the survey's numbers are those of its published table."""
    return [_assess_area(question, table, area, name, now, before) for area, name in areas.items()]


def _assess_area(
    question: Question,
    table: PublicTable | None,
    area: str,
    name: str,
    now: SafeConcerns,
    before: SafeConcerns | None,
) -> AreaAssessment:
    people, named = _named(question, table, name if area else "")
    categories = [option.matched_category for option in question.options]
    told = [now.find(one, area) if one else None for one in categories]
    # Of sensitive matters nothing is said but how many there are.
    ranked = [None if now.is_sensitive(c) else n for c, n in zip(categories, told, strict=True)]
    rows = zip(question.options, named, _rank(named), categories, told, _rank(ranked), strict=True)
    return AreaAssessment(
        area,
        people,
        tuple(
            _priority(option.text, number, people, place, count, rank, _earlier(before, category, area))
            for option, number, place, category, count, rank in rows
        ),
    )


def _priority(
    title: str,
    named: int | None,
    people: int | None,
    named_rank: int | None,
    concerns: int | None,
    rank: int | None,
    before: int | None,
) -> Priority:
    share = round(100 * named / people) if named is not None and people else None
    grown = change(concerns, before) if concerns is not None and rank is not None else None
    return Priority(
        title, named, share, named_rank, concerns, rank, before, None if grown is None else round(grown, 1)
    )


def _named(
    question: Question, table: PublicTable | None, name: str
) -> tuple[int | None, Sequence[int | None]]:
    """How many were asked, and how many gave each answer, in an area or (without a name) everywhere."""
    nothing = [None] * len(question.options)
    if table is None or (name and (name not in table.columns or table.columns == (EVERYBODY,))):
        return None, nothing
    rows = table.rows[: len(question.options)]
    if not name:
        return table.total, [row.total for row in rows]
    column = table.columns.index(name)
    return table.column_totals[column], [row.counts[column] for row in rows]


def _earlier(before: SafeConcerns | None, category: str, area: str) -> int | None:
    return before.find(category, area) if before is not None and category else None


def _rank(numbers: Sequence[int | None]) -> list[int | None]:
    """The place of each by size, from 1; the same for the same number."""
    shown = [number for number in numbers if number is not None]
    return [None if number is None else 1 + sum(other > number for other in shown) for number in numbers]
