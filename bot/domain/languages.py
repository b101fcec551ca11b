"""Tells a message that we can read from one in another language or script."""

from __future__ import annotations

import unicodedata

from bot.domain.clauses import count_words

_MOSTLY = 0.5
#: Share of known words from which a message is readable.
ENOUGH_KNOWN = 0.4
_SURE = 0.6
_FEWEST_WORDS = 3
#: What the model takes foreign words for, with the confidence from which it is right about it all the same:
#: measured, no English message out of scope has so few known words, and "parlez-vous anglais?" gets 0.95.
TAKEN_FOR = {"out_of_scope": 1.1, "ask_language": 0.9}


def is_unreadable(text: str, known_share: float, intent: str, confidence: float) -> bool:
    """Whether a message is in another script, or seems to be in another language.

    That is so when few of its words are known and the model is unsure too, or takes it for what any foreign
    words look like. A word or two of Latin script is always readable: it may be a name, or misspelt.
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(1 for letter in letters if unicodedata.name(letter, "").startswith("LATIN"))
    if latin < _MOSTLY * len(letters):
        return True
    if count_words(text) < _FEWEST_WORDS or confidence >= TAKEN_FOR.get(intent, _SURE):
        return False
    return known_share < ENOUGH_KNOWN
