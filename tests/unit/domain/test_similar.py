"""How near two concerns have to be to be the same thing."""

from __future__ import annotations

import pytest

from bot.domain.categories import Category
from bot.domain.similar import Point, near_metres


def test_it_depends_on_what_it_is() -> None:
    assert near_metres(Category.STREET_LIGHT) < near_metres(Category.FLY_TIPPING)
    assert near_metres(Category.FLY_TIPPING) < near_metres(Category.NOISE) == near_metres(None)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (Point(54.64, -3.55), Point(54.64, -3.55), 0),
        # One degree of latitude is 111.2 km on a sphere; of longitude cos(latitude) of that.
        (Point(54.0, -3.0), Point(55.0, -3.0), 111_195),
        (Point(54.5, -3.0), Point(54.5, -2.0), 64_571),
        (Point(54.641, -3.55), Point(54.64, -3.55), 111),
    ],
)
def test_distances_are_those_on_the_ground(one: Point, other: Point, metres: int) -> None:
    assert one.metres_to(other) == pytest.approx(metres, rel=0.001, abs=1)
    assert one.metres_to(other) == pytest.approx(other.metres_to(one))


def test_the_square_around_a_point_takes_in_the_circle() -> None:
    here = Point(54.64, -3.55)
    north, east = here.degrees_around(100)
    for edge in (Point(54.64 + north, -3.55), Point(54.64, -3.55 + east)):
        assert 100 <= here.metres_to(edge) < 102
