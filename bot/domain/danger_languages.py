"""Guesses the language of a message in danger, so that the card can be shown in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ENGLISH = "en"

#: So many little English words make a message an English one.
_CLEARLY_ENGLISH = 2


class LanguageGuess:
    """Counts the little words that only one language has."""

    def __init__(self, telltale: Mapping[str, frozenset[str]]) -> None:
        self._telltale = telltale

    def may_be(self, language: str, words: list[str]) -> bool:
        """Whether a foreign word in the message can be meant: "loves" in an English one isn't Hungarian."""
        if language == ENGLISH:
            return True
        own = self._telltale.get(language, frozenset())
        english = self._count(ENGLISH, [word for word in words if word not in own])
        return english < _CLEARLY_ENGLISH or self._count(language, words) >= english

    def is_clearly_english(self, words: list[str]) -> bool:
        """Whether the message has so many English words that it needn't be read as anything else."""
        return self._count(ENGLISH, words) >= _CLEARLY_ENGLISH

    def _count(self, language: str, words: list[str]) -> int:
        telltale = self._telltale.get(language, frozenset())
        return sum(word in telltale for word in words)

    def guess(self, words: list[str], among: Iterable[str] = ()) -> str:
        """The likeliest language; those in `among` already have a word that speaks for them."""
        heard = list(among)
        scores = {
            language: self._count(language, words) + 2 * (language in heard) for language in self._telltale
        }
        best = max(scores, key=lambda language: (scores[language], language == ENGLISH), default=ENGLISH)
        return best if scores.get(best) else (heard[0] if heard else ENGLISH)
