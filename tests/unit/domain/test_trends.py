"""What went up beyond chance."""

from __future__ import annotations

import random

import pytest

from bot.domain.categories import Category
from bot.domain.trends import Count, find_rises, probability_of_chance


@pytest.mark.parametrize(
    ("recent", "before", "expected"), [(5, 0, 0.25**5), (0, 10, 1.0), (1, 3, 1 - 0.75**4), (4, 12, 0.595)]
)
def test_the_probability_is_that_of_a_share_of_a_quarter(recent: int, before: int, expected: float) -> None:
    assert probability_of_chance(recent, before) == pytest.approx(expected, abs=0.001)


def test_a_rise_is_found_with_its_figures() -> None:
    steady = [Count(Category.SCAM, f"area{n}", 4, 12) for n in range(20)]
    (rise,) = find_rises([*steady, Count(Category.BURGLARY, "north", 15, 9)])
    assert (rise.count.category, rise.count.hub_area) == (Category.BURGLARY, "north")
    assert rise.probability < 0.001


def test_a_few_reports_are_no_trend() -> None:
    assert find_rises([Count(Category.BURGLARY, "north", 4, 0)]) == []


def test_what_no_post_helps_against_is_left_out() -> None:
    assert find_rises([Count(Category.WELFARE_CONCERN, "north", 50, 0)]) == []


def test_where_nothing_changed_it_finds_something_in_one_look_of_twenty_at_most() -> None:
    chance = random.Random(7)  # noqa: S311 -- made up figures

    def count(n: int) -> Count:
        weeks = [sum(chance.random() < 0.1 for _ in range(20)) for _ in range(32)]
        return Count(Category.BURGLARY, f"area{n}", sum(weeks[:8]), sum(weeks[8:]))

    looks = [bool(find_rises([count(n) for n in range(30)])) for _ in range(60)]
    assert sum(looks) <= 6
