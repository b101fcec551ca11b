"""Places, the hub areas they lie in and the councils responsible there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Literal

type HowFound = Literal["name", "fuzzy", "postcode", "location", "former_council", "council"]

#: A point farther than this from every known place lies outside the area that the hubs serve.
FARTHEST_KM = 15.0
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer."""

    id: str
    name: str
    kind: str
    hub_area: str
    council: str
    within: str | None
    """Name of the town or village it belongs to."""
    lat: float
    lon: float
    aliases: tuple[str, ...] = ()

    def km_to(self, latitude: float, longitude: float) -> float:
        """Great-circle distance in kilometres to a point given in degrees."""
        return distance_km(self.lat, self.lon, latitude, longitude)


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """Where a message says it is, as far as that is certain."""

    place: Place | None
    candidates: tuple[Place, ...]
    """Places of the same name, when the resident has to be asked which."""
    matched: str
    """The words of the message that named it."""
    score: float
    """How sure, from 0 to 1."""
    hub_area: str | None
    council: str | None
    how: HowFound
    detail: str | None = None
    """A street or building that isn't in the gazetteer, named together with a known place."""


@dataclass(frozen=True, slots=True)
class PlaceSuggestion:
    """A place that somebody who types a name may mean."""

    name: str
    """With its town or area, for showing."""
    words: str
    """What to say in a conversation to mean this place."""


@dataclass(frozen=True, slots=True)
class HubArea:
    """One of the areas that the hubs serve."""

    id: str
    name: str
    also_known_as: tuple[str, ...] = ()
    hub: str | None = None
    """Agency id of its hub."""
    csp: str | None = None
    """Id of its community safety partnership."""


@dataclass(frozen=True, slots=True)
class Council:
    """A council, with the days it existed and who took over."""

    id: str
    name: str
    areas: tuple[str, ...]
    agency: str
    """Its id among the agencies."""
    also_known_as: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    """The last day it existed."""
    successors: tuple[str, ...] = ()
    is_upper_tier: bool = False
    """Whether it stood above other councils of the same area."""

    def is_valid_on(self, day: date) -> bool:
        """Whether the council exists on that day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class SafetyPartnership:
    """A community safety partnership: several hub areas under one plan."""

    id: str
    name: str
    areas: tuple[str, ...]
    also_known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Areas:
    """What a place pack says of its hub areas: councils, partnerships, police, fire service, postcodes."""

    hub_areas: tuple[HubArea, ...]
    councils: tuple[Council, ...]
    partnerships: tuple[SafetyPartnership, ...]
    police: str
    fire: str
    postcodes: Mapping[str, tuple[str, ...]]
    """District ("CA7") or sector ("CA7 5") to hub areas."""
    outside: tuple[str, ...] = ()
    """Names of well-known places beyond the border."""

    @property
    def names(self) -> dict[str, str]:
        """Hub area id to the name residents read."""
        return {area.id: area.name for area in self.hub_areas}

    def council_of(self, hub_area: str, on: date | None = None) -> Council | None:
        """The council responsible on a day (by default: the one that has no end), county tier last."""
        there = [c for c in self.councils if hub_area in c.areas]
        valid = [c for c in there if (c.valid_until is None if on is None else c.is_valid_on(on))]
        return min(valid, key=lambda c: c.is_upper_tier, default=None)

    def today_of(self, council: Council) -> tuple[Council, ...]:
        """The councils that do its work now: itself, or its successors to the end of the line."""
        if council.valid_until is None:
            return (council,)
        followers = [c for c in self.councils if c.id in council.successors]
        return tuple(dict.fromkeys(today for c in followers for today in self.today_of(c)))

    def common_council(self, hub_areas: Iterable[str]) -> str | None:
        """The id of the council that all these areas share today, or None."""
        ids = {council.id if (council := self.council_of(area)) else None for area in hub_areas}
        return ids.pop() if len(ids) == 1 else None

    def areas_of_postcode(self, postcode: str) -> tuple[str, ...]:
        """Hub areas in which a postcode, sector or district (`CA7 5AB`, `CA7 5`, `CA7`) may lie."""
        district, _, rest = postcode.partition(" ")
        sector = f"{district} {rest[0]}" if rest else district
        return self.postcodes.get(sector) or self.postcodes.get(district, ())


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points given in degrees."""
    north = radians(lat2 - lat1)
    east = radians(lon2 - lon1)
    chord = sin(north / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(chord))


def nearest_place(
    places: Iterable[Place], latitude: float, longitude: float, farthest_km: float = FARTHEST_KM
) -> tuple[Place, float] | None:
    """The place nearest to a point with its distance in km, or None when none is near enough."""
    nearest = min(
        ((place.km_to(latitude, longitude), i, place) for i, place in enumerate(places)), default=None
    )
    if nearest is None or nearest[0] > farthest_km:
        return None
    return nearest[2], nearest[0]
