"""What a message names: a place, a hub area, a council or a postcode."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.places import Areas, HowFound, Place, PlaceFinding

#: Kinds that people live in; other kinds lie in one of them.
SETTLEMENTS = frozenset({"town", "village", "hamlet", "estate", "ward", "island"})
_RANKS = {"road": 1, "lake": 2, "town": 3, "village": 3, "hamlet": 3, "island": 3, "ward": 4, "estate": 4}
EXACT_RANK = 5
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
    is_common: bool = False
    """Made of ordinary words, so that more towns have one than the gazetteer knows."""
    is_hint: bool = False
    """Only part of a street's name, so that any other place tells more."""

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
        return min(_RANKS.get(place.kind, EXACT_RANK) for place in self.places)


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
