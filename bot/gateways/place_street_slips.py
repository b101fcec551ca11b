"""Finds the street that a misspelt name stands for, where a message names no other place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.gateways.place_names import Named
from bot.gateways.place_words import Word

#: Shorter names are too many and too alike: "Hill Street" and "Mill Street" are both right.
_SHORTEST = 8
_LETTERS_A_SLIP = 8
#: A street of one word ("Botchergate").
_SHORTEST_ALONE = 9
_MOST_WORDS = 4


class StreetSlips:
    """Every street's name, by the word that it ends with."""

    def __init__(self, names: Iterable[tuple[str, Named]], street_words: frozenset[str]) -> None:
        """`names` as keys; `street_words` are those that say what kind of street it is ("road")."""
        self._by_end: dict[str, list[tuple[str, Named]]] = defaultdict(list)
        for key, named in names:
            if not any(place.kind in {"street", "road"} for place in named.places):
                continue
            rest, _, end = key.rpartition(" ")
            if rest and end in street_words and len(rest) >= _SHORTEST:
                self._by_end[end].append((rest, named))
            elif not rest and len(key) >= _SHORTEST_ALONE:
                self._by_end[""].append((key, named))

    def find(self, words: Sequence[Word]) -> tuple[int, int, Named, float] | None:
        """First word, the one after the last, what it names, and the likeness from 0 to 1; None for none."""
        for last, word in enumerate(words):
            for first in range(max(0, last - _MOST_WORDS + 1), last):
                if any(w.follows_break for w in words[first + 1 : last + 1]):
                    continue
                found = self._nearest(word.key, " ".join(w.key for w in words[first:last]))
                if found:
                    return first, last + 1, *found
            alone = self._nearest("", word.key)
            if alone:
                return last, last + 1, *alone
        return None

    def _nearest(self, end: str, written: str) -> tuple[Named, float] | None:
        fitting = []
        for name, named in self._by_end.get(end, ()):
            slips = len(name) // _LETTERS_A_SLIP
            distance = OSA.distance(name, written, score_cutoff=slips)
            if distance <= slips and name[0] == written[0]:
                fitting.append((distance, name, named))
        if not fitting:
            return None
        distance, name, named = min(fitting, key=lambda one: one[:2])
        return named, 1 - distance / len(name)
