"""Hot spots: squares of a grid where more concerns lie than chance explains, without saying whose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, floor, radians

from bot.domain.places import Place, distance_km

SQUARE_METRES = 250
FEWEST = 5
"""Fewer concerns than this are no hot spot, whatever the figures say."""
MOST_SPOTS = 20
ERROR_RATE = 0.05
"""How often a look at all squares together may find a hot spot where there is none."""
LEADING = 3
"""How many categories of a hot spot are named."""
_METRES_PER_DEGREE = 111_320
_LATITUDE_STEP = SQUARE_METRES / _METRES_PER_DEGREE

#: Kinds of places that are wider than a square, or whose point is known to a kilometre only.
_ROUGH = frozenset({"town", "village", "hamlet", "ward", "lake", "island", "road"})

#: (count, all counted, share) -> how likely at least so many of all fall where this share is expected.
type ProbabilityOfChance = Callable[[int, int, float], float]
type _Square = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many concerns of one category lie at one point."""

    hub_area: str
    latitude: float
    longitude: float
    place_id: str | None
    category: str
    count: int


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A square with more concerns than the rest of its area lets expect."""

    hub_area: str
    latitude: float
    """Of the middle of the square, in degrees, so that no concern's own point is told."""
    longitude: float
    place_id: str | None
    """Place nearest to the middle, of those that its concerns name."""
    count: int
    expected: float
    """Concerns in the other squares of the area on average, those without any left out."""
    leading: tuple[str, ...]
    """Its commonest categories, the first with most concerns."""


def rough_points(places: Iterable[Place]) -> frozenset[tuple[float, float]]:
    """Latitude and longitude of places whose name alone doesn't say in which square something is."""
    return frozenset((place.lat, place.lon) for place in places if place.kind in _ROUGH)


def find_hot_spots(
    gathered: Iterable[Gathered], probability: ProbabilityOfChance, threshold: int = 0
) -> list[HotSpot]:
    """The squares with most concerns, at most `MOST_SPOTS`, that chance alone hardly explains.

    Each square is compared with the other squares of its area that have concerns: if all were alike, a count
    would be binomial with one square's share (two Poisson counts at one rate; Przyborowski and Wilenski,
    1940). Looking at many squares is made up for (Bonferroni). Squares and categories with fewer than
    `threshold` concerns are left out; they still count for what is expected.
    """
    squares: dict[_Square, list[Gathered]] = defaultdict(list)
    for one in gathered:
        squares[_square_of(one)].append(one)
    counts = {square: sum(one.count for one in ones) for square, ones in squares.items()}
    totals, sizes = Counter[str](), Counter(square[0] for square in squares)
    for square, count in counts.items():
        totals[square[0]] += count

    def rest(square: _Square) -> float:
        return (totals[square[0]] - counts[square]) / (sizes[square[0]] - 1)

    looked_at = [square for square, count in counts.items() if count >= FEWEST and sizes[square[0]] > 1]
    hot = [
        square
        for square in looked_at
        if probability(counts[square], totals[square[0]], 1 / sizes[square[0]]) <= ERROR_RATE / len(looked_at)
    ]
    shown = sorted((square for square in hot if counts[square] >= threshold), key=lambda s: (-counts[s], s))
    return [_spot(square, squares[square], rest(square), threshold) for square in shown[:MOST_SPOTS]]


def _square_of(one: Gathered) -> _Square:
    row = floor(one.latitude / _LATITUDE_STEP)
    return one.hub_area, row, floor(one.longitude / _longitude_step(row))


def _longitude_step(row: int) -> float:
    """Degrees of longitude that are as long as the square is high, in this row of squares."""
    return _LATITUDE_STEP / cos(radians((row + 0.5) * _LATITUDE_STEP))


def _spot(square: _Square, ones: Sequence[Gathered], expected: float, threshold: int) -> HotSpot:
    hub_area, row, column = square
    middle = (row + 0.5) * _LATITUDE_STEP, (column + 0.5) * _longitude_step(row)
    named = [one for one in ones if one.place_id is not None]
    nearest = min(
        named,
        key=lambda one: (distance_km(*middle, one.latitude, one.longitude), one.place_id),
        default=None,
    )
    categories = Counter[str]()
    for one in ones:
        categories[one.category] += one.count
    leading = sorted(
        (name for name, count in categories.items() if count >= threshold),
        key=lambda name: (-categories[name], name),
    )
    place = nearest.place_id if nearest else None
    count = sum(categories.values())
    return HotSpot(hub_area, *middle, place, count, expected, tuple(leading[:LEADING]))
