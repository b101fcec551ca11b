"""Mends words that are one slip away from a word of danger."""

from __future__ import annotations

from collections.abc import Iterable

#: Shorter words have too many innocent neighbours to be mended.
_SHORTEST = 5


class Speller:
    """Knows the words that matter and mends what is one letter off them."""

    def __init__(self, words: Iterable[str], not_misspelt: Iterable[str]) -> None:
        """`not_misspelt` are real words next to a word of danger ("breeding" beside "bleeding")."""
        self._real = frozenset(not_misspelt)
        self._words = frozenset(words)
        self._by_shortened: dict[str, str] = {}
        for word in sorted(self._words):
            if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
                self._by_shortened.setdefault(word, word)
                for shorter in _one_letter_less(word):
                    self._by_shortened.setdefault(shorter, word)

    def correct(self, word: str) -> str | None:
        """The word that was probably meant, or None. First letters are seldom wrong, so they must agree."""
        if word in self._words:
            return word
        if len(word) < _SHORTEST - 1 or word in self._real:
            return None
        for form in (word, *_one_letter_less(word)):
            meant = self._by_shortened.get(form)
            if meant is not None and meant[0] == word[0] and _is_near(word, meant):
                return meant
        return None


def _one_letter_less(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _is_near(word: str, meant: str) -> bool:
    """Whether one letter was added, left out or changed, or two neighbours swapped."""
    if abs(len(word) - len(meant)) == 1:
        return True
    if len(word) != len(meant):
        return False
    different = [at for at in range(len(word)) if word[at] != meant[at]]
    if len(different) == 1:
        return True
    if len(different) != 2:
        return False
    first, second = different
    return second == first + 1 and word[first] == meant[second] and word[second] == meant[first]
