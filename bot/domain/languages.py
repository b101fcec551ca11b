"""Tells a message that we can read from one in another language or script."""

from __future__ import annotations

import unicodedata

from bot.domain.clauses import count_words

_MOSTLY = 0.5
_ENOUGH_KNOWN = 0.4
_SURE = 0.6
_FEWEST_WORDS = 3


def is_unreadable(text: str, known_share: float, confidence: float) -> bool:
    """Whether a message is in another script, or seems to be in another language.

    That is so when few of its words are known and the model (by its best intent's `confidence`) is unsure
    too. A word or two of Latin script is always readable: it may be a name, or misspelt.
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(1 for letter in letters if unicodedata.name(letter, "").startswith("LATIN"))
    if latin < _MOSTLY * len(letters):
        return True
    if count_words(text) < _FEWEST_WORDS or confidence >= _SURE:
        return False
    return known_share < _ENOUGH_KNOWN
