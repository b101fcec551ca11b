"""Whether those who answered are like those who live there, and what the answers would be if they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.survey_comparison import ComparesShares
from bot.domain.survey_crossing import SINGLE
from bot.domain.survey_filters import Heard
from bot.domain.survey_results import area_of, title_shown, values_given
from bot.domain.survey_significance import Difference
from bot.domain.surveys import Kind, Question, Survey

type Weighed = tuple[str, int, float, float]
"""An answer, who gave it, its share in per cent, and its share with areas counted by their people."""

_FEWEST = 10
"""With fewer answers from an area each of them would count for too much."""


@dataclass(frozen=True, slots=True)
class Population:
    """How many people live where, and of which age."""

    source: str
    checked_on: date
    areas: Mapping[str, int]
    """Hub area -> people."""
    ages: Mapping[str, int]
    """Age band, in the words of a survey's answer -> people; empty where nothing is known."""


@dataclass(frozen=True, slots=True)
class Represented:
    """One group of people: its share of those who live there, and of those who answered."""

    name: str
    living: float
    answered: float
    people: int
    """Who answered."""
    difference: Difference | None

    def in_words(self) -> str:
        """Whether it was heard less or more than its share, by more than chance."""
        if self.difference is None:
            return "Nobody to compare"
        if not self.difference.is_sure:
            return "About as many as live there"
        points = abs(self.answered - self.living)
        more = "More" if self.answered > self.living else "Fewer"
        return f"{more} than live there, by {points:.0f} points"


def compare_areas(
    survey: Survey, heard: Sequence[Heard], population: Population, compare: ComparesShares
) -> list[Represented]:
    """By hub area, of those who said where they live."""
    found = Counter(area_of(survey, one.answers) for one in heard)
    return _compare(found, population.areas, compare)


def compare_ages(
    survey: Survey, heard: Sequence[Heard], population: Population, compare: ComparesShares
) -> list[Represented]:
    """By age, where the survey asks for it in the bands that are known; else empty."""
    question = find_age_question(survey, population)
    if question is None:
        return []
    titles = {option.id: option.text for option in question.options}
    found = Counter(
        titles.get(value)
        for one in heard
        if (given := one.answers.get(question.id)) is not None
        for value in values_given(question, given)
    )
    return _compare(found, population.ages, compare)


def find_age_question(survey: Survey, population: Population) -> Question | None:
    """The question whose answers are age bands of the population."""
    return next(
        (
            one
            for one in survey.questions
            if one.kind is Kind.ONE
            and population.ages
            and set(population.ages) <= {option.text for option in one.options}
        ),
        None,
    )


def _compare(
    found: Mapping[str | None, int], people: Mapping[str, int], compare: ComparesShares
) -> list[Represented]:
    everybody, total = sum(people.values()), sum(found.get(name, 0) for name in people)
    if not total or not everybody:
        return []
    return [
        Represented(
            name,
            100 * living / everybody,
            100 * found.get(name, 0) / total,
            found.get(name, 0),
            compare((found.get(name, 0), total), (living, everybody)),
        )
        for name, living in people.items()
    ]


def weigh(
    survey: Survey,
    question: Question,
    heard: Sequence[Heard],
    population: Population,
    titles: Mapping[str, str],
) -> list[Weighed]:
    """Each answer with how many gave it, its share, and its share if each area counted by its people.

    Only those count who said where they live. Empty where an area has too few answers to stand for it, and
    for questions with several answers.
    """
    if question.kind not in SINGLE - {Kind.PLACE} or not question.values:
        return []
    areas = population.areas
    cells: Counter[tuple[str, str]] = Counter()
    for one in heard:
        area, given = area_of(survey, one.answers), one.answers.get(question.id)
        values = values_given(question, given) if given is not None else ()
        if area is not None and area in areas and values:
            cells[area, values[0]] += 1
    sizes = {area: sum(cells[area, value] for value in question.values) for area in population.areas}
    if min(sizes.values(), default=0) < _FEWEST:
        return []
    everybody, total = sum(population.areas.values()), sum(sizes.values())
    return [
        (
            title_shown(question, value, titles),
            sum(cells[area, value] for area in sizes),
            100 * sum(cells[area, value] for area in sizes) / total,
            100
            * sum(living / everybody * cells[area, value] / sizes[area] for area, living in areas.items()),
        )
        for value in question.values
    ]
