"""Where somebody lives, for a survey: only the hub area of what they named."""

from __future__ import annotations

from bot.domain.surveys import OUTSIDE
from bot.services.reported_places import PlaceFinder

_OUTSIDE = frozenset({"outside", "elsewhere", "somewhere else"})


def find_area(places: PlaceFinder, words: str) -> str | None:
    """The hub area of a place that is named; `outside` for one who says so, None when none is recognised."""
    if words.strip(" .").casefold() in _OUTSIDE:
        return OUTSIDE
    found = places.find(words)
    if found is None:
        return None
    areas = {place.hub_area for place in found.candidates}
    return found.hub_area or (areas.pop() if len(areas) == 1 else None)
