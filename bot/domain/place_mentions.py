"""Decides which of the places named in one message is meant, each helping to understand the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.places import Areas, HowFound, Place, PlaceFinding

#: Kinds that people live in; other kinds lie in one of them.
SETTLEMENTS = frozenset({"town", "village", "hamlet", "estate", "ward", "island"})
_RANKS = {"road": 1, "lake": 2, "town": 3, "village": 3, "hamlet": 3, "island": 3, "ward": 4, "estate": 4}
_EXACT_RANK = 5
_SIZES = {"town": 0, "village": 1, "island": 1, "hamlet": 2}

#: A street this near to a town named with it belongs to it, whatever `within` says.
_SAME_TOWN_KM = 4.0
#: A village counts as the one near the other place named, when no namesake is half as near.
_NEIGHBOUR_KM = 20.0
_UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a message that name a place, a hub area, a council or a postcode."""

    first: int
    """Position of its first word; `last` is the position after its last."""
    last: int
    matched: str
    places: tuple[Place, ...]
    how: HowFound
    score: float = 1.0
    hub_areas: tuple[str, ...] = ()
    """Where an area, council or postcode may lie; the places tell it for themselves."""
    council: str | None = None
    is_elsewhere: bool = False
    """Named as where something comes from or goes to."""
    is_sure: bool = True
    """Whether the words mean a place at all; if not, they do so only beside another place."""

    @property
    def areas(self) -> frozenset[str]:
        """Hub areas in which it may lie."""
        return frozenset(self.hub_areas) or frozenset(place.hub_area for place in self.places)

    @property
    def is_settlement(self) -> bool:
        """Whether it names somewhere that people live in, and nothing smaller."""
        return bool(self.places) and all(place.kind in SETTLEMENTS for place in self.places)

    @property
    def rank(self) -> int:
        """How exactly it says where: a street more than a town, a town more than an area."""
        if not self.places:
            return 0
        return min(_RANKS.get(place.kind, _EXACT_RANK) for place in self.places)


def resolve(mentions: Sequence[Mention], near: PlaceFinding | None = None) -> list[Mention]:
    """The mentions with only those namesakes that fit the rest of the message, or `near`.

    A street that the town named right after it doesn't have is left out: it is another street of that name.
    """
    known = _as_mention(near)
    kept: list[Mention] = []
    for mention in mentions:
        others = [m for m in mentions if m is not mention and m.is_sure]
        if known and not others:
            others = [known]
        places = _places_meant(mention, others)
        if places or not mention.places:
            kept.append(replace(mention, places=places))
    return kept


def _places_meant(mention: Mention, others: Sequence[Mention]) -> tuple[Place, ...]:
    """The mention's places that fit the others; none when it turns out not to be a place of ours."""
    here = [m for m in others if not m.is_elsewhere]
    if not mention.is_sure:
        return next((fitting for m in others if (fitting := _beside(mention, m))), ())
    is_exact = mention.rank == _EXACT_RANK
    town = next((m for m in here if m.is_settlement and 0 <= m.first - mention.last <= 1), None)
    if is_exact and town:
        return _inside(mention.places, town)
    if len(mention.places) < 2:
        return mention.places
    if here or is_exact:
        return _narrow(mention, here or others)
    return next((fitting for m in others if (fitting := _inside(mention.places, m))), mention.places)


def _beside(mention: Mention, other: Mention) -> tuple[Place, ...]:
    """For words that may be no name: the places in the other one, or in its area if they stand together."""
    inside = _inside(mention.places, other)
    if inside and mention.last - mention.first > 1:
        return inside
    is_next = 0 <= other.first - mention.last <= 1 or 0 <= mention.first - other.last <= 1
    return tuple(p for p in mention.places if is_next and p.hub_area in other.areas)


def choose(mentions: Sequence[Mention]) -> Mention | None:
    """Of resolved mentions the one that says best where it is."""
    if not mentions:
        return None
    best = max(mentions, key=_worth)
    if len(best.places) != 1 or best.places[0].kind not in _SIZES:
        return best
    around = [m for m in mentions if m.rank == best.rank and not m.is_elsewhere and _inside(m.places, best)]
    return max([best, *around], key=lambda m: _SIZES.get(m.places[0].kind, 0))


def _worth(mention: Mention) -> tuple[bool, bool, int, bool, bool, int]:
    """A place says more than an area or a council, where it is more than where somebody comes from."""
    tells_where = bool(mention.places) or mention.how == "postcode"
    is_single = len(mention.places) == 1
    return (
        tells_where,
        not mention.is_elsewhere,
        mention.rank,
        is_single,
        bool(mention.areas),
        -mention.first,
    )


def as_finding(mention: Mention, areas: Areas, detail: str | None = None) -> PlaceFinding:
    """What a mention says for certain, and what has to be asked."""
    hub_areas = mention.areas
    hub_area = next(iter(hub_areas)) if len(hub_areas) == 1 else None
    single = mention.places[0] if len(mention.places) == 1 else None
    return PlaceFinding(
        place=single,
        candidates=mention.places if len(mention.places) > 1 else (),
        matched=mention.matched,
        score=mention.score if len(mention.places) < 2 else min(mention.score, _UNSURE),
        hub_area=hub_area,
        council=mention.council or (areas.common_council(hub_areas) if hub_areas else None),
        how=mention.how,
        detail=detail,
    )


def _as_mention(near: PlaceFinding | None) -> Mention | None:
    if near is None:
        return None
    places = (near.place,) if near.place else near.candidates
    hub_areas = (near.hub_area,) if near.hub_area else ()
    return (
        Mention(-1, -1, near.matched, places, near.how, hub_areas=hub_areas) if places or hub_areas else None
    )


def _narrow(mention: Mention, context: Sequence[Mention]) -> tuple[Place, ...]:
    """The namesakes that fit best; all of them without a context, none when a town rules all streets out."""
    for other in context:
        fitting = _inside(mention.places, other)
        if fitting:
            return fitting
    for other in context:
        if other.is_settlement and not mention.is_settlement:
            continue
        nearest = _nearest(mention.places, other)
        if nearest:
            return (nearest,)
    for other in context:
        fitting = tuple(place for place in mention.places if place.hub_area in other.areas)
        if fitting:
            return fitting
    is_ruled_out = mention.rank == _EXACT_RANK and any(
        len(m.places) == 1 and m.is_settlement for m in context
    )
    return () if is_ruled_out else mention.places


def _inside(places: Sequence[Place], other: Mention) -> tuple[Place, ...]:
    named = {(home.name, home.hub_area) for home in other.places}
    within = tuple(p for p in places if (p.within, p.hub_area) in named)
    if within or not other.is_settlement:
        return within
    return tuple(
        p
        for p in places
        if any(p.id != home.id and home.km_to(p.lat, p.lon) <= _SAME_TOWN_KM for home in other.places)
    )


def _nearest(places: Sequence[Place], other: Mention) -> Place | None:
    if len(other.places) != 1:
        return None
    home = other.places[0]
    ranked = sorted((home.km_to(place.lat, place.lon), place.id, place) for place in places)
    first, second = ranked[0], ranked[1]
    is_clear = first[0] <= _NEIGHBOUR_KM and second[0] >= 2 * first[0]
    return first[2] if is_clear else None
