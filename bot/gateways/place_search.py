"""Searches the gazetteer as a name is typed, for somebody who picks a place from a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.domain.place_mentions import SETTLEMENTS
from bot.domain.places import Place, PlaceSuggestion
from bot.gateways.place_index import PlaceIndex

_FEWEST_LETTERS = 2
_LONGEST_QUERY = 100
_LIKE_ENOUGH = 80


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    label: str
    names: tuple[str, ...]
    """Keys of the name and of every other name."""
    words: frozenset[str]
    """All of their words, and those of the town."""

    def fits(self, typed: list[str]) -> bool:
        """Whether every typed word begins one of the place's words."""
        return all(any(word.startswith(part) for word in self.words) for part in typed)

    def rank(self, query: str) -> tuple[bool, int, bool, bool, str]:
        """A name typed whole comes first, then names that begin so, then towns, then the alphabet."""
        begun = [position for position, name in enumerate(self.names) if name.startswith(query)]
        order = 2 if not begun else min(begun[0], 1)
        is_town, is_settlement = self.place.kind == "town", self.place.kind in SETTLEMENTS
        return query not in self.names, order, not is_town, not is_settlement, self.label


class PlaceSearch:
    """All places of a pack under all their names; nothing is kept until somebody searches."""

    def __init__(self, index: PlaceIndex, area_names: Mapping[str, str], key: Callable[[str], str]) -> None:
        """`key` gives a name one spelling, so that "St" finds "Street"."""
        self._index = index
        self._area_names = area_names
        self._key = key

    def suggest(self, typed: str, limit: int) -> list[PlaceSuggestion]:
        """Places that may be meant, likeliest first; none for fewer than two letters."""
        query = self._key(typed[:_LONGEST_QUERY])
        if len(query) < _FEWEST_LETTERS:
            return []
        fitting = [entry for entry in self._entries if entry.fits(query.split())]
        found = sorted(fitting, key=lambda entry: entry.rank(query)) or self._find_nearly(query, limit)
        by_label = {entry.label: entry for entry in reversed(found)}
        first = list(reversed(by_label.values()))[:limit]
        return [PlaceSuggestion(entry.label, self._words_for(entry)) for entry in first]

    def _words_for(self, entry: _Entry) -> str:
        """What to say so that this very place is found; the resident is asked where that isn't possible."""
        for words in (entry.label, entry.place.name):
            found = self._index.find(words)
            if found is not None and found.place == entry.place:
                return words
        return entry.label

    def _find_nearly(self, query: str, limit: int) -> list[_Entry]:
        by_name = {name: entry for entry in self._entries for name in entry.names}
        near = process.extract(
            query, by_name.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=limit
        )
        return [by_name[name] for name, _, _ in near]

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        return tuple(self._entry(place) for place in self._index.places)

    def _entry(self, place: Place) -> _Entry:
        within = place.within or self._area_names.get(place.hub_area, "")
        names = tuple(dict.fromkeys(self._key(name) for name in (place.name, *place.aliases)))
        words = frozenset(word for name in (*names, self._key(within)) for word in name.split())
        return _Entry(place, f"{place.name}, {within}" if within else place.name, names, words)
