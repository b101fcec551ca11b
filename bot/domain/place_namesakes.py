"""Decides which of the places named in one message is meant, each helping to understand the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.place_mentions import EXACT_RANK, Mention
from bot.domain.places import Place, PlaceFinding

_SIZES = {"town": 0, "village": 1, "island": 1, "hamlet": 2}

#: A street this near to a town named with it belongs to it, whatever `within` says.
_SAME_TOWN_KM = 4.0
#: A village counts as the one near the other place named, when no namesake is half as near.
_NEIGHBOUR_KM = 20.0
#: A town so many words before a street is likely told as its own.
_SAME_SENTENCE = 8


def resolve(mentions: Sequence[Mention], near: PlaceFinding | None = None) -> list[Mention]:
    """The mentions with only those namesakes that fit the rest of the message, or `near`.

    A street that the town named right after it doesn't have is left out: it is another street of that name.
    """
    known = _as_mention(near)
    mentions = [m for m in mentions if not m.is_hint or _is_alone_in(m, mentions, known)]
    kept: list[Mention] = []
    for mention in mentions:
        others = [m for m in mentions if m is not mention and m.is_sure]
        if known and not others:
            others = [known]
        places = _places_meant(mention, others)
        if places or not mention.places:
            kept.append(replace(mention, places=places))
    return kept


def _is_alone_in(hint: Mention, mentions: Sequence[Mention], known: Mention | None) -> bool:
    """Whether nothing else in the message says where it is, and what was said before fits."""
    return len(mentions) == 1 and (known is None or not hint.areas.isdisjoint(known.areas))


def _places_meant(mention: Mention, others: Sequence[Mention]) -> tuple[Place, ...]:
    """The mention's places that fit the others; none when it turns out not to be a place of ours."""
    here = [m for m in others if not m.is_elsewhere]
    if not mention.is_sure:
        return next((fitting for m in others if (fitting := _beside(mention, m))), ())
    is_exact = mention.rank == EXACT_RANK
    town = next((m for m in here if m.is_settlement and 0 <= m.first - mention.last <= 1), None)
    if is_exact and town:
        return _inside(mention.places, town)
    if len(mention.places) < 2:
        return () if is_exact and _is_of_another_town(mention, here) else mention.places
    if here or is_exact:
        return _narrow(mention, here or others)
    return next((fitting for m in others if (fitting := _inside(mention.places, m))), mention.places)


def _is_of_another_town(mention: Mention, here: Sequence[Mention]) -> bool:
    """Whether it is a street of that name in the town named with it, which the gazetteer doesn't have."""
    towns = [m for m in here if m.is_settlement and len(m.places) == 1]
    if mention.is_elsewhere or not towns or any(_inside(mention.places, town) for town in towns):
        return False
    farthest = _SAME_SENTENCE if mention.is_common else 0
    is_told = any(0 <= mention.first - town.last <= farthest for town in towns)
    is_street = all(place.kind == "street" for place in mention.places)
    return is_street and is_told and all(mention.areas.isdisjoint(town.areas) for town in towns)


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


def _worth(mention: Mention) -> tuple[bool, bool, int, bool, bool, bool, int]:
    """A place says more than an area or a council, where it is more than where somebody comes from."""
    tells_where = bool(mention.places) or mention.how == "postcode"
    is_single = len(mention.places) == 1
    return (
        tells_where,
        not mention.is_elsewhere,
        mention.rank,
        is_single,
        bool(mention.areas),
        mention.how != "fuzzy",
        -mention.first,
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
    is_ruled_out = mention.rank == EXACT_RANK and any(len(m.places) == 1 and m.is_settlement for m in context)
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
