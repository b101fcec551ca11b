"""Finds the place names that a misspelt word may stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.place_mentions import SETTLEMENTS
from bot.gateways.place_names import Named

#: Shorter names differ from too many words by one letter.
_SHORTEST = 5
#: Somewhere small or a building is only guessed when something else says that a place is meant.
_WELL_KNOWN = frozenset({"town", "village", "estate", "ward", "island"})

# Letters that sound alike at the beginning of a name.
_SAME_START = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f", "j": "g"})
# Spellings of one sound, in this order.
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("ck|qu|[cq]"), "k"),
    (re.compile("wh"), "w"),
    (re.compile("[sc]h"), "s"),
    (re.compile("th|f"), "f"),
    (re.compile("gh|h"), ""),
    (re.compile("z"), "s"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VOWELS = re.compile("[aeiouy]+")
_CACHED_WORDS = 4096
#: A name that nobody knows beyond its parish, written by ear, has one wrong letter in so many.
_LETTERS_A_SLIP = 6
#: So long a name with one wrong letter is no other word.
_UNLIKE_OTHERS = 9


@dataclass(frozen=True, slots=True)
class Guess:
    """The names that a misspelt word may stand for, all equally near."""

    keys: tuple[str, ...]
    score: float
    """From 0 to 1; 1 would be the name itself."""


class NameGuesser:
    """Compares misspelt words with all the names that may be guessed."""

    def __init__(self, names: Iterable[tuple[str, Named]]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._keys: dict[str, str] = {}
        self._well_known: set[str] = set()
        self._homes: set[str] = set()
        self._towns: set[str] = set()
        for key, named in names:
            letters = key.replace(" ", "")
            if not (named.is_guessable and len(letters) >= _SHORTEST and letters.isalpha()):
                continue
            if letters not in self._keys:
                self._by_start[_start(letters)].append(letters)
                self._keys[letters] = key
            kinds = {place.kind for place in named.places}
            if not kinds or kinds & _WELL_KNOWN:
                self._well_known.add(letters)
            if not kinds or "town" in kinds:
                self._towns.add(letters)
            if " " not in key or not kinds or kinds & SETTLEMENTS:
                self._homes.add(letters)
        self.guess = lru_cache(maxsize=_CACHED_WORDS)(self._guess)

    def _guess(self, letters: str, *, has_cue: bool, is_one_word: bool = True) -> Guess | None:
        """The likeliest name for letters without spaces, or None.

        `has_cue` says that something else shows a place is meant, which lets a shorter name be guessed.
        One word is never read as a building of several ("destination" is no station).
        """
        if len(letters) < _SHORTEST - 1:
            return None
        near = process.extract(
            letters, self._by_start.get(_start(letters), ()), scorer=OSA.distance, score_cutoff=3, limit=8
        )
        fitting = [
            (distance, _sound(name) != _sound(letters), name)
            for name, distance, _ in near
            if self._is_near(name, letters, distance, has_cue=has_cue)
            and (has_cue or name in self._well_known or _is_unlike_others(name, distance))
            and (not is_one_word or name in self._homes)
        ]
        if not fitting:
            return None
        distance, sounds, _ = min(fitting)
        nearest = [name for other, sounding, name in fitting if (other, sounding) == (distance, sounds)]
        score = 1 - distance / max(len(nearest[0]), len(letters))
        return Guess(tuple(self._keys[name] for name in nearest), score)

    def _is_near(self, name: str, letters: str, distance: int, *, has_cue: bool) -> bool:
        """Whether so many wrong letters still mean it: one that is rarely named is rarely misspelt."""
        if _spoken(name) == _spoken(letters):
            return True
        is_town = name in self._towns
        farthest = _farthest(name, letters, has_cue=has_cue)
        if not is_town and _sound(name) != _sound(letters):
            farthest = min(farthest, len(name) // _LETTERS_A_SLIP)
        return distance <= farthest


def _farthest(name: str, letters: str, *, has_cue: bool) -> int:
    """How many letters may be wrong: fewer in short names, more if it sounds the same."""
    sounds_alike = _sound(name) == _sound(letters)
    length = len(name)
    if length <= 5:
        return 1 if has_cue and (sounds_alike or len(letters) >= length) else 0
    if length <= 7:
        return 2 if sounds_alike and has_cue else 1
    if length <= 10:
        return 2 if sounds_alike or has_cue else 1 if length == 8 else 2
    return 3 if sounds_alike or has_cue else 2


def _is_unlike_others(name: str, distance: int) -> bool:
    """Whether the name is so long, and so nearly right, that hardly anything else can be meant."""
    return len(name) >= _UNLIKE_OTHERS and distance <= 1


def _start(letters: str) -> str:
    return letters[0].translate(_SAME_START)


@lru_cache(maxsize=_CACHED_WORDS)
def _sound(letters: str) -> str:
    """The consonants as they sound; a vowel counts only at the beginning."""
    letters = _spoken(letters)
    return letters[:1] + _VOWELS.sub("", letters[1:])


@lru_cache(maxsize=_CACHED_WORDS)
def _spoken(letters: str) -> str:
    """All of it as it sounds."""
    for spelling, sound in _SOUNDS:
        letters = spelling.sub(sound, letters)
    return letters.replace("y", "i")
