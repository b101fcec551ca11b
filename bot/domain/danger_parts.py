"""Cuts a long message into parts small enough that a plea in the middle isn't drowned by the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.clauses import count_words, span, split_clauses

#: Shorter messages are one thing, and better understood as a whole.
_FEWEST_WORDS = 25

#: People who dictate leave no punctuation: longer sentences are cut into stretches of clauses.
_LONGEST_SENTENCE = 30

#: Words that such a stretch has at least, so that it says enough by itself.
_STRETCH = 12

#: A sentence of fewer words says too little by itself.
_SHORTEST = 3

#: More parts are not looked at; it bounds the time that one message can take.
_MOST = 24

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|[\n\r]+")


def split_parts(message: str) -> list[str]:
    """The sentences of a long message, very long ones in overlapping stretches; none of a short message."""
    if count_words(message) < _FEWEST_WORDS:
        return []
    parts = [
        part
        for sentence in _SENTENCE_ENDS.split(message)
        for part in _stretches(sentence)
        if count_words(part) >= _SHORTEST
    ]
    return parts[:_MOST] if len(parts) > 1 else []


def _stretches(sentence: str) -> Iterator[str]:
    if count_words(sentence) <= _LONGEST_SENTENCE:
        yield sentence
        return
    clauses = split_clauses(sentence)
    for at, first in enumerate(clauses):
        ends = (span(sentence, first, last) for last in clauses[at:])
        stretch = next((end for end in ends if end.words >= _STRETCH), None)
        if stretch is None:  # the last stretch held the rest already
            return
        yield stretch.text
