"""Which concerns may be the same thing: of one category, near each other, and recent.

How near depends on what it is: two broken lights fifty metres apart are two, the noise of one party is
heard across a street (FixMyStreet sets such a distance by category too).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.categories import Category

RECENT = timedelta(weeks=8)
"""A closed one that was filed longer ago is hardly meant again."""
_ORDINARY_METRES = 250
_METRES: dict[Category, int] = {
    Category.STREET_LIGHT: 40,
    Category.ROAD_DEFECT: 40,
    Category.GRAFFITI: 50,
    Category.ABANDONED_VEHICLE: 60,
    Category.MISSED_BIN: 60,
    Category.HOUSING_ISSUE: 60,
    Category.NEIGHBOUR_DISPUTE: 60,
    Category.DOG_FOULING: 100,
    Category.FLY_TIPPING: 100,
    Category.LITTER: 100,
    Category.PARKING: 100,
    Category.ROUGH_SLEEPING: 150,
    Category.FIRE: 300,
    Category.ROAD_SAFETY: 400,
    Category.BURGLARY: 500,
    Category.VEHICLE_CRIME: 500,
    Category.SCAM: 500,
}
_EARTH_METRES = 6_371_000.0
_METRES_A_DEGREE = 111_190.0


def near_metres(category: str | None) -> int:
    """How far apart two concerns of the category may be to be the same thing."""
    return _METRES.get(Category(category), _ORDINARY_METRES) if category else _ORDINARY_METRES


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float

    def metres_to(self, other: Point) -> float:
        """How far it is, as the crow flies (haversine formula)."""
        north, other_north = math.radians(self.latitude), math.radians(other.latitude)
        east = math.radians(other.longitude - self.longitude)
        half = (
            math.sin((other_north - north) / 2) ** 2
            + math.cos(north) * math.cos(other_north) * math.sin(east / 2) ** 2
        )
        return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))

    def degrees_around(self, metres: float) -> tuple[float, float]:
        """Degrees of latitude and longitude that take in everything so many metres away."""
        north = metres / _METRES_A_DEGREE
        return north, north / max(0.01, math.cos(math.radians(self.latitude)))
