"""What has to be there before a consultation may be opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.gunning import check_consultation
from bot.domain.surveys import About, Kind, Question, Survey

TODAY = date(2026, 11, 26)
ABOUT = About("Why", "The board", "In May", is_open_question=True, facts="F", how_considered="H", privacy="P")
SURVEY = Survey("s", "S", "", (Question("q", Kind.TEXT, "?"),), ABOUT)
CHRISTMAS = {date(2026, 12, 25)}


def check(survey: Survey, days: int, opens: date = TODAY) -> list[tuple[str, bool]]:
    found = check_consultation(survey, opens, opens + timedelta(days=days - 1), TODAY, CHRISTMAS)
    return [(finding.principle, finding.is_must) for finding in found]


def test_a_whole_consultation_of_two_weeks_may_be_opened() -> None:
    assert check(SURVEY, 14) == []


@pytest.mark.parametrize(
    ("part", "principle"),
    [
        ("purpose", "Enough information"),
        ("facts", "Enough information"),
        ("privacy", "Enough information"),
        ("decided_by", "Formative stage"),
        ("decided_when", "Formative stage"),
        ("how_considered", "Answers considered"),
    ],
)
def test_each_missing_part_is_a_must(part: str, principle: str) -> None:
    assert check(replace(SURVEY, about=replace(ABOUT, **{part: " "})), 14) == [(principle, True)]


def test_a_decision_that_is_taken_is_no_consultation() -> None:
    about = replace(ABOUT, is_open_question=False)
    assert check(replace(SURVEY, about=about), 14) == [("Formative stage", True)]


def test_short_times_and_holidays_are_warned_of() -> None:
    assert check(SURVEY, 13) == [("Enough time", False)]
    assert check(SURVEY, 40) == [("Enough time", False)]
    assert check(SURVEY, 13, date(2026, 12, 20)) == [("Enough time", False)] * 2


def test_times_have_to_be_possible() -> None:
    assert check(SURVEY, 0) == [("Enough time", True)]
    assert check(SURVEY, 14, TODAY - timedelta(days=30)) == [("Enough time", True)]
