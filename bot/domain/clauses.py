"""Splits what a resident wrote into clauses, each small enough to be about one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SHORTEST = 3
"""Words a clause must have to stand on its own; fewer say too little and join their neighbour."""
_LONGEST_RUN = 14
"""Words without punctuation after which a clause may begin at an opening word alone."""
MOST_CLAUSES = 14
"""Clauses of one message; of a longer one the shortest are joined."""

_BREAK = re.compile(
    r"""
    [.!?…;:]+(?=\s|$)             # the end of a sentence
    | [\n\r]+
    | \s[-–—]+\s | [–—]           # a dash with room around it, never a hyphen
    | ,(?!\d)
    | \s/\s | \s\+\s
    | [()]
    """,
    re.VERBOSE,
)
_JOINING = re.compile(
    r"""\b(?:
    and\ (?:also | then | now | there) | as\ well\ as | not\ to\ mention | on\ top\ of\ (?:that|this|it)
    | oh\ and | along\ with | together\ with | and | also | plus | then | but | while | whilst
    | meanwhile | & | whereas
    )(?=\s)""",
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(
    r"""\b(?:
    there['’]?s | there\ (?:is|are|was|were) | someone | somebody | some\ (?:one|lads?|kids?)
    | they['’]?re | people | kids | lads | youths | the\ (?=\w+\ (?:is|are|has|have|keeps?)\b)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LEADING = re.compile(
    r"""\W*(?:(?:
    and | also | plus | then | but | while | whilst | meanwhile | as\ well\ as | not\ to\ mention
    | on\ top\ of\ (?:that|this|it) | oh | along\ with | together\ with | now | so
    )\b[\s,]*)+""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a message."""

    text: str
    start: int
    end: int
    """Its place in the message, as in `message[start:end]`."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def split_clauses(message: str) -> tuple[Clause, ...]:
    """The message's clauses in order; together they hold all of its words. Empty for a text without words."""
    pieces = [piece for piece in _pieces(message, 0, len(message)) if count_words(message[slice(*piece)])]
    joined = _join_short(message, pieces)
    while len(joined) > MOST_CLAUSES:
        joined = _join_shortest(joined)
    return tuple(_clause(message, start, end) for start, end in joined)


def without_joining_words(text: str) -> str:
    """A clause without what only joins it to the one before: "and also there's glass" as "there's glass"."""
    found = _LEADING.match(text)
    rest = text[found.end() :] if found else text
    return rest if count_words(rest) >= _SHORTEST - 1 else text.strip()


def span(message: str, first: Clause, last: Clause) -> Clause:
    """The stretch of the message from one clause to another, with all between them."""
    return Clause(message[first.start : last.end], first.start, last.end)


def _pieces(message: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at punctuation, then before joining words, then, in a long run of words, before opening ones."""
    at = start
    for found in _BREAK.finditer(message, start, end):
        yield from _cut_run(message, at, found.start())
        at = found.end()
    yield from _cut_run(message, at, end)


def _cut_run(message: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _JOINING.finditer(message, start, end):
        yield from _cut_dictated(message, at, found.start())
        at = found.start()
    yield from _cut_dictated(message, at, end)


def _cut_dictated(message: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """People who dictate leave no punctuation: only words that open a sentence tell where one begins."""
    at = start
    if count_words(message[start:end]) >= _LONGEST_RUN:
        for found in _OPENING.finditer(message, start, end):
            if count_words(message[at : found.start()]) > _SHORTEST:
                yield at, found.start()
                at = found.start()
    yield at, end


def _join_short(message: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        is_short = count_words(message[start:end]) < _SHORTEST
        if joined and (is_short or count_words(message[slice(*joined[-1])]) < _SHORTEST):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _join_shortest(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lengths = [end - start for start, end in pieces]
    at = min(range(len(pieces) - 1), key=lambda n: lengths[n] + lengths[n + 1])
    return [*pieces[:at], (pieces[at][0], pieces[at + 1][1]), *pieces[at + 2 :]]


def _clause(message: str, start: int, end: int) -> Clause:
    stretch = message[start:end]
    start += len(stretch) - len(stretch.lstrip())
    return Clause(message[start:end].rstrip(), start, start + len(message[start:end].rstrip()))
