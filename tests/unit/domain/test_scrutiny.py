"""What is said in public: small numbers hidden, sensitive kinds never named, whole months only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.figures import FiguredConcern, Period, summarise
from bot.domain.scrutiny import ALL, OTHER, SENSITIVE, ScrutinyFigures, scrutinise, whole_months

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
TODAY = date(2026, 4, 2)


def concerns(
    number: int, category: str = "litter", area: str = "north", **given: Any
) -> list[FiguredConcern]:
    values: dict[str, Any] = {
        "filed_at": datetime(2026, 3, 10, 12, tzinfo=UTC),
        "channel": "web",
        "is_open": False,
        "outcome": "resolved",
        "is_sensitive": False,
        "target_on": date(2026, 3, 17),
        **given,
    }
    return [FiguredConcern(category=category, hub_area=area, **values)] * number


def report(*groups: list[FiguredConcern], before: int = 0) -> ScrutinyFigures:
    told = [concern for group in groups for concern in group]
    earlier = {"category": {"litter": before}, "area": {}, "agency": {}}
    return scrutinise(told, summarise(told, MARCH, TODAY, before=earlier), TODAY, threshold=10)


def kinds(figures: ScrutinyFigures) -> dict[str, int | None]:
    table = figures.by_kind
    assert table
    return {row: cells[0] for row, cells in zip(table.rows, table.counts, strict=True)}


def test_a_small_count_is_hidden_and_so_is_what_would_give_it_away() -> None:
    figures = report(concerns(40), concerns(30, "parking"), concerns(4, "noise"), concerns(25, "asb"))
    shown = kinds(figures)
    assert shown["noise"] is None
    assert len([kind for kind, number in shown.items() if number is None]) == 2
    assert figures.total == 99


def test_small_areas_are_put_together() -> None:
    figures = report(concerns(40), concerns(7, area="east"), concerns(8, area="west"))
    assert figures.by_area == {"north": 40, OTHER: 15}


def test_a_small_area_takes_another_along_so_that_it_can_not_be_worked_out() -> None:
    assert report(concerns(40), concerns(30, area="south"), concerns(3, area="east")).by_area == {
        "north": 40,
        OTHER: 33,
    }


def test_sensitive_concerns_are_counted_without_saying_of_what_kind() -> None:
    figures = report(
        concerns(40),
        concerns(12, "domestic_abuse", is_sensitive=True),
        concerns(11, "drugs", is_sensitive=True, place_id="home"),
    )
    assert kinds(figures) == {"litter": 40, SENSITIVE: 23}
    assert figures.places == {}


def test_of_too_few_nothing_is_said_at_all() -> None:
    figures = report(concerns(9, place_id="mill-lane"), before=9)
    assert (figures.total, figures.total_before, figures.by_kind, figures.by_month) == (
        None,
        None,
        None,
        None,
    )
    assert (figures.acknowledging, figures.resolving, figures.places) == (None, None, {})


def test_places_need_as_many_concerns_as_anything_else() -> None:
    figures = report(concerns(10, place_id="mill-lane"), concerns(9, place_id="beck"), before=10)
    assert figures.places == {"mill-lane": 10}
    assert figures.total_before == 10


def test_how_they_stand_is_one_table_that_counts_each_once() -> None:
    figures = report(
        concerns(40),
        concerns(15, is_open=True, outcome=None),
        concerns(12, is_open=True, outcome=None, target_on=date(2026, 5, 1)),
    )
    assert figures.by_standing
    assert dict(zip(figures.by_standing.rows, figures.by_standing.counts, strict=True)) == {
        "resolved": (40,),
        "open_overdue": (15,),
        "open_in_time": (12,),
    }
    assert figures.by_standing.columns == (ALL,)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2026, 1, 1), (2026, 3, 31), ((2026, 1, 1), (2026, 3, 31))),
        ((2026, 1, 2), (2026, 3, 30), ((2026, 2, 1), (2026, 2, 28))),
        ((2026, 3, 5), (2026, 3, 20), ((2026, 2, 1), (2026, 2, 28))),
        ((2025, 12, 15), (2026, 1, 31), ((2026, 1, 1), (2026, 1, 31))),
        ((2026, 3, 15), (2026, 3, 31), ((2026, 3, 1), (2026, 3, 31))),
    ],
)
def test_only_whole_months_are_reported(first: Any, last: Any, expected: Any) -> None:
    months = whole_months(Period(date(*first), date(*last)))
    assert (months.first, months.last) == (date(*expected[0]), date(*expected[1]))
