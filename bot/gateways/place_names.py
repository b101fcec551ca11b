"""The names of a place pack, looked up by what residents write: places, areas, councils, towns outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.domain.place_mentions import SETTLEMENTS
from bot.domain.places import Areas, Council, HowFound, Place
from bot.gateways.place_words import PlaceWords

#: Written as one word, a name this long is still told from others.
_SHORTEST_JOINED = 7
#: In a name of so many words, a slip after the first leaves no doubt.
_SHORTEST_LONG = 3
_LETTERS_A_SLIP = 5
_NEVER_GUESSED = frozenset({"street", "road", "car_park", "school"})
_LONGEST_NICKNAME = 5
_SLIPS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for; nothing at all when it is a place outside the county."""

    places: tuple[Place, ...] = ()
    hub_areas: tuple[str, ...] = ()
    council: str | None = None
    how: HowFound = "name"
    is_outside: bool = False
    is_guessable: bool = True
    """Whether somebody who misspells a word may mean it."""


class PlaceNames:
    """Every name and alias of a pack."""

    def __init__(self, places: Iterable[Place], areas: Areas, words: PlaceWords) -> None:
        self._words = words
        self._named: dict[str, Named] = {}
        self._joined: dict[str, str] = {}
        self._longest: dict[str, int] = {}
        self._long: dict[str, list[str]] = defaultdict(list)
        self._add_areas(areas)
        for place in places:
            for name in (place.name, *place.aliases):
                self._add_place(words.key(name), place, is_guessable=_is_guessable(name, place))
            short = self._short_name(place)
            if short:
                self._add_place(short, place, is_guessable=True)
        for name in areas.outside:
            key = words.key(name)
            if key not in self._named:
                self._add(key, Named(is_outside=True))

    def find(self, key: str) -> Named | None:
        """What is called by this key."""
        return self._named.get(key)

    def find_nearly(self, keys: Sequence[str]) -> tuple[str, float] | None:
        """A long name that begins with the first key and ends with slips, with its likeness from 0 to 1."""
        written = " ".join(keys)
        for key in self._long.get(keys[0], ()):
            distance = OSA.distance(key, written)
            if distance <= len(key) // _LETTERS_A_SLIP and key.count(" ") == len(keys) - 1:
                return key, 1 - distance / len(key)
        return None

    def find_any(self, keys: Sequence[str]) -> Named | None:
        """What is called by one of these: all the places, or else what the first key stands for."""
        found = [self._named[key] for key in keys if key in self._named]
        places = tuple(dict.fromkeys(place for named in found for place in named.places))
        if not found or len(found) == 1 or not places or any(named.is_outside for named in found):
            return found[0] if found else None
        return Named(places=places)

    def find_joined(self, letters: str) -> Named | None:
        """What is called like this if its spaces are left out."""
        key = self._joined.get(letters)
        return None if key is None else self._named[key]

    def longest_after(self, first_word: str) -> int:
        """How many words the longest name has that begins with this one; 0 when none does."""
        return self._longest.get(first_word, 0)

    def items(self) -> Iterable[tuple[str, Named]]:
        """All keys with what they stand for."""
        return self._named.items()

    def _add_areas(self, areas: Areas) -> None:
        for area in areas.hub_areas:
            for name in (area.name, *area.also_known_as):
                council = areas.common_council([area.id])
                named = Named(hub_areas=(area.id,), council=council, is_guessable=name == area.name)
                self._add(self._words.key(name), named)
        for partnership in areas.partnerships:
            council = areas.common_council(partnership.areas)
            named = Named(hub_areas=partnership.areas, council=council, is_guessable=False)
            for name in (partnership.name, *partnership.also_known_as):
                self._add(self._words.key(name), named)
        for body in areas.councils:
            for name in (body.name, *body.also_known_as):
                self._add(self._words.key(name), _as_named(body, areas))

    def _add_place(self, key: str, place: Place, *, is_guessable: bool) -> None:
        known = self._named.get(key)
        if known is None or not known.places:
            # A town may give its name to a hub area: the place says more.
            self._add(key, Named(places=(place,), is_guessable=is_guessable))
        else:
            self._named[key] = replace(
                known,
                places=tuple(dict.fromkeys((*known.places, place))),
                is_guessable=is_guessable or known.is_guessable,
            )

    def _short_name(self, place: Place) -> str | None:
        """What a settlement is called for short, if its name says what it is on, in or by."""
        before, _, rest = self._words.key(place.name).partition(" ")
        inside = rest.partition(" ")[0]
        is_short = place.kind in SETTLEMENTS and inside in self._words.cues.inside_names
        return before if is_short else None

    def _add(self, key: str, named: Named) -> None:
        self._named[key] = named
        words = key.split()
        is_home = any(place.kind in SETTLEMENTS for place in named.places)
        if is_home and len(words) >= _SHORTEST_LONG:
            self._long[words[0]].append(key)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))
        joined = "".join(words)
        if len(joined) >= _SHORTEST_JOINED:
            self._joined.setdefault(joined, key)


def _is_guessable(name: str, place: Place) -> bool:
    """Streets are too many and too alike; an alias that is itself a slip would let two slips through."""
    if place.kind in _NEVER_GUESSED:
        return False
    return name == place.name or (
        len(name) > _LONGEST_NICKNAME and OSA.distance(name.lower(), place.name.lower()) > _SLIPS
    )


def _as_named(council: Council, areas: Areas) -> Named:
    """A council that ended stands for its area, where another one works today."""
    if council.valid_until is None:
        return Named(hub_areas=council.areas, council=council.id, how="council", is_guessable=False)
    today = areas.today_of(council)
    return Named(
        hub_areas=council.areas,
        council=today[0].id if len(today) == 1 else None,
        how="former_council",
        is_guessable=False,
    )
