"""The strategic assessment: what is set against what, what differs, and what stays hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.assessment import assess, list_comparable, year_to
from bot.domain.assessment_counts import SafeConcerns, count_safely
from bot.domain.figures import FiguredConcern, Period, summarise
from bot.domain.scrutiny import scrutinise
from bot.domain.survey_checks import find_problems
from bot.domain.survey_documents import survey_from_document, survey_to_document
from bot.domain.survey_publishing import EVERYBODY, PublicTable, publish
from bot.domain.surveys import Given, How, Kind, Option, Question, Survey

THRESHOLD = 10
AREAS = {"": "All areas", "north": "North", "south": "South"}
FIRST = Question(
    "first",
    Kind.ONE,
    "What first?",
    options=(
        Option("asb", "Rowdy people"),
        Option("speeding", "Fast cars", "road_safety"),
        Option("litter", "Litter"),
        Option("abuse", "Abuse at home", "domestic_abuse"),
        Option("none_of_these", "None of these"),
    ),
)
SURVEY = Survey("first", "First", "", (Question("where", Kind.PLACE, "Where?"), FIRST))


def told(
    category: str, number: int, area: str = "north", *, is_sensitive: bool = False
) -> list[FiguredConcern]:
    one = FiguredConcern(
        datetime(2026, 2, 3, tzinfo=UTC), category, area, "web", True, is_sensitive, date(2026, 3, 1)
    )
    return [one] * number


def answered(**by_option: int) -> PublicTable:
    answers = [
        {"where": Given(How.ANSWERED, area), "first": Given(How.ANSWERED, option)}
        for option, number in by_option.items()
        for area in ("north", "south")
        for _ in range(number)
    ]
    titles = {"north": "North", "south": "South"}
    return next(t for t in publish(SURVEY, answers, titles, THRESHOLD) if t.question == "first")


MANY = told("asb", 20) + told("road_safety", 30) + told("litter", 60)


def test_only_answers_that_stand_for_a_category_are_compared() -> None:
    assert [option.matched_category for option in FIRST.options] == [
        "asb",
        "road_safety",
        "litter",
        "domestic_abuse",
        "",
    ]
    assert list_comparable(SURVEY) == [FIRST]
    plain = replace(FIRST, options=(Option("asb", "Rowdy"), Option("more", "More")))
    assert list_comparable(replace(SURVEY, questions=(plain,))) == []


def test_a_category_is_kept_in_the_document_and_checked() -> None:
    assert survey_from_document(survey_to_document(SURVEY)) == SURVEY
    wrong = replace(FIRST, options=(*FIRST.options[:2], Option("a", "A", "asb"), Option("b", "B", "cars")))
    texts = [problem.text for problem in find_problems(replace(SURVEY, questions=(wrong,)), ())]
    assert texts == [
        "'cars' is no category of concern",
        "two answers stand for the same category of concern",
    ]


def test_what_people_name_first_and_report_last_is_said() -> None:
    table = answered(asb=40, speeding=30, litter=20)
    whole = assess(FIRST, table, AREAS, count_safely(MANY, THRESHOLD), None)[0]
    first = whole.priorities[0]
    assert (first.named, first.share, first.named_rank) == (80, 44, 1)
    assert (first.concerns, first.concerns_rank) == (20, 3)
    assert [(d.title, d.named_place, d.concerns_place, d.of) for d in whole.list_differences()] == [
        ("Rowdy people", 1, 3, 3),
        ("Litter", 3, 1, 3),
    ]


def test_the_change_is_on_the_year_before() -> None:
    before = count_safely(told("asb", 10) + told("litter", 30), THRESHOLD)
    whole = assess(FIRST, answered(asb=40), AREAS, count_safely(MANY, THRESHOLD), before)[0]
    assert [(one.before, one.change) for one in whole.priorities[:3]] == [
        (10, 100.0),
        (0, None),
        (30, 100.0),
    ]


def test_an_area_that_the_survey_does_not_show_has_concerns_only() -> None:
    table = replace(answered(asb=40), columns=(EVERYBODY,))
    north = assess(FIRST, table, AREAS, count_safely(MANY, THRESHOLD), None)[1]
    assert north.people is None
    assert north.priorities[0].named is None
    assert north.priorities[0].concerns == 20


def test_sensitive_categories_are_counts_from_the_threshold_on_and_nothing_else() -> None:
    def abuse(number: int) -> tuple[int | None, int | None, int | None, float | None]:
        concerns = MANY + told("domestic_abuse", number, is_sensitive=True)
        safe = count_safely(concerns, THRESHOLD)
        one = assess(FIRST, answered(asb=40), AREAS, safe, safe)[0].priorities[3]
        return one.concerns, one.before, one.concerns_rank, one.change

    assert abuse(0) == abuse(9) == (None, None, None, None)
    assert abuse(12) == (12, 12, None, None)


def test_a_sensitive_category_does_not_tell_what_the_others_are() -> None:
    concerns = MANY + told("domestic_abuse", 40, is_sensitive=True) + told("hate_crime", 3, is_sensitive=True)
    # The scrutiny report has 43 sensitive ones: 40 of one kind would leave 3 of the other.
    assert count_safely(concerns, THRESHOLD).find("domestic_abuse") is None
    more = concerns + told("hate_crime", 9, is_sensitive=True)
    assert count_safely(more, THRESHOLD).find("domestic_abuse") == 40


def test_nothing_is_shown_that_the_scrutiny_report_hides() -> None:
    period = Period(date(2026, 2, 1), date(2026, 2, 28))
    concerns = MANY + told("noise", 4) + told("burglary", 11)
    report = scrutinise(concerns, summarise(concerns, period, period.last), period.last, THRESHOLD)
    assert report.by_kind
    hidden = [r for r, c in zip(report.by_kind.rows, report.by_kind.counts, strict=True) if c[0] is None]
    safe = count_safely(concerns, THRESHOLD)
    assert "noise" in hidden
    assert len(hidden) > 1
    assert all(safe.find(category) is None for category in hidden)
    assert safe.find("road_safety") == (None if "road_safety" in hidden else 30)


def test_a_small_area_cell_is_hidden_with_another_one() -> None:
    concerns = MANY + told("asb", 3, "south") + told("litter", 40, "south") + told("road_safety", 50, "south")
    safe = count_safely(concerns, THRESHOLD)
    assert safe.find("asb") == 23
    # Totals are known: the small one would be found by subtracting in its row and in its column.
    assert safe.find("asb", "south") is None
    assert safe.find("asb", "north") is None
    assert None in {safe.find(one, "south") for one in ("litter", "road_safety")}
    assert safe.find("graffiti", "south") == 0


def test_too_few_concerns_say_nothing() -> None:
    assert count_safely(told("asb", 9), THRESHOLD) == SafeConcerns(THRESHOLD)
    assert count_safely(told("asb", 9), THRESHOLD).find("litter") is None


@pytest.mark.parametrize(
    ("closed", "first", "last"),
    [
        (date(2026, 11, 26), date(2025, 11, 1), date(2026, 10, 31)),
        (date(2026, 10, 31), date(2025, 11, 1), date(2026, 10, 31)),
        (date(2024, 2, 29), date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_the_usual_period_is_twelve_whole_months(closed: date, first: date, last: date) -> None:
    assert year_to(closed) == Period(first, last)
