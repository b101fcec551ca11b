"""Guesses the language of a message in danger, so that the card can be shown in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ENGLISH = "en"


class LanguageGuess:
    """Counts the little words that only one language has."""

    def __init__(self, telltale: Mapping[str, frozenset[str]]) -> None:
        self._telltale = telltale

    def guess(self, words: list[str], among: Iterable[str] = ()) -> str:
        """The likeliest language; those in `among` already have a word that speaks for them."""
        heard = list(among)
        scores = {
            language: sum(word in telltale for word in words) + 2 * (language in heard)
            for language, telltale in self._telltale.items()
        }
        best = max(scores, key=lambda language: (scores[language], language == ENGLISH), default=ENGLISH)
        return best if scores.get(best) else (heard[0] if heard else ENGLISH)
