"""Tells whether words that are called like a place mean it, since many names are ordinary words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.gateways.place_words import PlaceWords, Word

#: A name of two or three letters is an abbreviation, which other things may share.
_ABBREVIATION = 3


class PlaceCertainty:
    """Looks at the words around a name."""

    def __init__(self, language: PlaceWords) -> None:
        self._language = language
        self._cues = language.cues

    def is_sure(
        self, words: Sequence[Word], first: int, last: int, *, is_joined: bool, is_town: bool
    ) -> bool:
        """Whether the words from `first` to before `last` mean the place.

        `is_joined` says that they only make its name when written together. A town is named so often that
        only "a ..." makes its name an ordinary word.
        """
        if not self._is_ordinary(words, first, last, is_joined=is_joined):
            return True
        if last - first == len(words):
            return True
        if last - first > 1:
            return self._is_sure_of_several(words, first, last)
        return self._is_sure_of_one(words, first, is_town=is_town)

    def is_person(self, words: Sequence[Word], first: int) -> bool:
        """Whether the word is somebody's name ("Mr Hill", "a lad called Hill")."""
        cues = self._cues
        before = word_before(words, first)
        if before is not None and (before.key in cues.before_person or self._is_first_name(before)):
            return True
        earlier = word_before(words, first - 1) if before else None
        if before is None or earlier is None:
            return False
        return earlier.key in cues.before_called.get(before.key, ())

    def _is_first_name(self, word: Word) -> bool:
        """Whether it is one, and no ordinary word as well unless written like a name ("at dawn")."""
        return word.key in self._cues.first_names and (
            word.is_capital or word.key not in self._language.everyday
        )

    def is_street_after_town(self, words: Sequence[Word], last: int) -> bool:
        """Whether a street word follows: "Newport Road" is a road, most likely somewhere else."""
        if last >= len(words) or words[last].follows_break:
            return False
        if words[last].key not in self._cues.street_after_town:
            return False
        after = words[last + 1] if last + 1 < len(words) else None
        return after is None or after.follows_break or after.key not in self._cues.not_after_street

    def is_plain(self, word: Word) -> bool:
        """Whether it is an everyday word, which nobody writes by mistake for a place."""
        everyday = self._language.everyday
        return word.key in everyday or (word.key.endswith("s") and word.key[:-1] in everyday)

    def is_compound(self, word: Word) -> bool:
        """Whether two everyday words make it, as they may anywhere ("Hillcrest")."""
        key, everyday = word.key, self._language.everyday
        return any(key[:i] in everyday and key[i:] in everyday for i in range(2, len(key) - 1))

    def is_joint(self, word: Word) -> bool:
        """Whether it only joins others, so that no misspelt name begins or ends with it."""
        cues = self._cues
        return (
            word.key in cues.before_thing
            or word.key in cues.before_street
            or word.key in cues.before_elsewhere
        )

    def _is_ordinary(self, words: Sequence[Word], first: int, last: int, *, is_joined: bool) -> bool:
        everyday = self._language.everyday
        window = words[first:last]
        if last - first == 1:
            return window[0].key in everyday or len(window[0].key) <= _ABBREVIATION
        if " ".join(word.key for word in window) in everyday:
            return True
        if is_joined and all(word.key in everyday for word in window):
            return True
        before = word_before(words, first)
        is_the_street = (
            before is not None and before.key == "the" and window[-1].key in self._cues.street_words
        )
        return (window[0].key == "the" or is_the_street) and all(
            self.is_plain(word) or len(word.key) <= _ABBREVIATION for word in window
        )

    def _is_sure_of_several(self, words: Sequence[Word], first: int, last: int) -> bool:
        """Whether they are led in or written like a name.

        "the main road" is a road like any other, unless another place tells whose; so is "the north side of".
        """
        if last < len(words) and words[last].key == "of":
            return False
        before = word_before(words, first)
        is_thing = words[first].key in self._cues.before_thing or (
            before is not None and before.key in self._cues.before_thing
        )
        is_led = before is not None and before.key in self._cues.before_street and not is_thing
        named = [word for word in words[first:last] if len(word.key) > _ABBREVIATION]
        is_written_as_name = bool(named) and all(word.is_capital for word in named)
        is_clause = words[first].follows_break and (last == len(words) or words[last].follows_break)
        return is_led or is_written_as_name or (is_clause and not is_thing)

    def _is_sure_of_one(self, words: Sequence[Word], position: int, *, is_town: bool) -> bool:
        around = words[max(position - 1, 0) : position + 2]
        if any(f"{a.key} {b.key}" in self._language.everyday for a, b in pairwise(around)):
            return False
        before = word_before(words, position)
        if is_town and (
            before is None or before.key not in self._cues.before_thing or words[position].is_capital
        ):
            return True
        if before is None:
            # A last word of its own, in a capital: "Both lamps are out, Sale."
            is_last = position > 0 and position + 1 == len(words) and words[position].is_capital
            return is_last or _is_abbreviation(words, position)
        if before.key in self._cues.before_thing:
            return False
        return before.key in self._cues.before_place or words[position].is_capital


def word_before(words: Sequence[Word], position: int) -> Word | None:
    """The word before this one in the same clause, if any."""
    return words[position - 1] if position and not words[position].follows_break else None


def _is_abbreviation(words: Sequence[Word], position: int) -> bool:
    """Whether the word is written in capitals where others are not."""
    return words[position].text.isupper() and any(word.text.islower() for word in words)
