"""Guesses which of our languages a message is in that the model can't read, so that it is answered in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.danger_languages import ENGLISH


@dataclass(frozen=True, slots=True)
class Telltale:
    """What tells a language."""

    letters: frozenset[str]
    never: frozenset[str]
    """Letters that the language doesn't have."""
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class CatalogueLanguages:
    """Counts the words that speak for each language."""

    telltales: Mapping[str, Telltale]

    def guess(self, text: str) -> str:
        """The likeliest of our languages (ISO 639-1); English when none is likelier than all the others."""
        words = _words(text)
        scores = {language: _score(telltale, words) for language, telltale in self.telltales.items()}
        best = max(scores.values(), default=0)
        likeliest = [language for language, score in scores.items() if score == best]
        return likeliest[0] if best > 0 and len(likeliest) == 1 else ENGLISH


def _score(telltale: Telltale, words: list[str]) -> int:
    if any(not telltale.never.isdisjoint(word) for word in words):
        return 0
    return sum(word in telltale.words or not telltale.letters.isdisjoint(word) for word in words)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter if letter.isalpha() else " " for letter in plain).split()
