"""Hot spots: what is found, what chance explains, and what is never told."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.hot_spots import FEWEST, Gathered, find_hot_spots
from bot.domain.places import distance_km
from bot.gateways.significance import probability_of_chance

APART = 0.01
"""Degrees, farther than a square is long."""


def at(number: int, count: int, **given: Any) -> Gathered:
    """So many concerns in a square of their own."""
    values: dict[str, Any] = {
        "hub_area": "north",
        "latitude": 54.5 + number * APART,
        "longitude": -2.7,
        "place_id": f"place{number}",
        "category": "litter",
        **given,
    }
    return Gathered(count=count, **values)


def find(*gathered: Gathered, threshold: int = 0) -> list[Any]:
    return find_hot_spots(gathered, probability_of_chance, threshold)


QUIET = [at(number, 2) for number in range(1, 11)]


def test_a_square_with_far_more_than_the_rest_is_found_with_what_was_expected() -> None:
    (spot,) = find(*QUIET, at(0, 12))
    assert (spot.place_id, spot.count, spot.expected, spot.leading) == ("place0", 12, 2.0, ("litter",))


def test_where_all_squares_are_alike_there_is_none_however_many_concerns_there_are() -> None:
    assert find(*(at(number, 40) for number in range(10))) == []
    assert find(at(0, 400)) == []


def test_a_few_concerns_are_no_hot_spot() -> None:
    assert find(*(at(number, 1) for number in range(1, 300)), at(0, FEWEST - 1)) == []


def test_areas_are_compared_with_themselves_only() -> None:
    town = [at(number, 12, hub_area="town", longitude=-3.0) for number in range(10)]
    assert [spot.hub_area for spot in find(*QUIET, at(0, 12), *town)] == ["north"]


def test_points_of_one_square_count_together_and_its_middle_is_shown() -> None:
    first, second = at(0, 6), at(0, 7, latitude=54.5002, place_id=None, category="noise")
    (spot,) = find(*QUIET, first, second)
    assert (spot.count, spot.leading, spot.place_id) == (13, ("noise", "litter"), "place0")
    assert (spot.latitude, spot.longitude) not in {(one.latitude, one.longitude) for one in (first, second)}
    assert distance_km(spot.latitude, spot.longitude, first.latitude, first.longitude) < 0.18


@pytest.mark.parametrize(("threshold", "places"), [(0, ["place0", "place11"]), (10, ["place0"])])
def test_squares_below_the_threshold_are_left_out(threshold: int, places: list[str]) -> None:
    many = [at(number, 1) for number in range(20, 70)]
    found = find(*many, at(0, 14), at(11, 9), threshold=threshold)
    assert [spot.place_id for spot in found] == places


def test_a_category_below_the_threshold_is_not_named() -> None:
    (spot,) = find(*QUIET, at(0, 12), at(0, 3, category="noise"), threshold=10)
    assert (spot.count, spot.leading) == (15, ("litter",))
