"""The language in which cue patterns are written, and the regular expressions they become.

A pattern is words with spaces between them. `word*` and `*word` stand for every word that begins or ends so,
`a|b` for either word, `(next door|over the road)` for either phrase, `?` after a word or bracket makes it
optional, `..3` stands for up to three words of the same sentence, `{name}` for a named set of phrases, `^`
and `$` for the beginning and the end of the message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from bot.domain.danger_words import fold, spaced

_PART = re.compile(r"\.\.\d+|\{\w+\}|[()|?^$]|[^\s(){}|?^$]+")
_EDGES = {"^": "^(?: \\.)*", "$": "(?: \\.)*(?= $)"}
_KEY_LENGTH = 3


class PatternError(ValueError):
    """A pattern that can't be read; the message says why."""


class Shape(NamedTuple):
    """Part of a pattern: its regular expression, and the words of which a message must have one.

    A tuple, since at every start a hundred thousand of them are made.
    """

    regex: str
    keys: frozenset[str] | None
    """None where there is no such word; a key that ends in `*` is the beginning of a word."""
    words: frozenset[str] = frozenset()
    """Every whole word written in it."""

    @property
    def weight(self) -> int:
        """How telling the keys are: rare words are long."""
        return min((len(key) for key in self.keys), default=0) if self.keys else 0


@dataclass(frozen=True)
class CuePattern:
    """One pattern, ready to be looked for in a line of words."""

    shape: Shape

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.shape.regex)

    def find(self, line: str) -> re.Match[str] | None:
        """Its first place in a line, whose words each have a space before and after them."""
        return self._compiled.search(line)

    def cover(self, line: str, cover: str) -> str:
        """The line with every place of the pattern replaced."""
        return self._compiled.sub(cover, line)


def parse_pattern(written: str, sets: Mapping[str, Shape]) -> CuePattern:
    """Read one pattern. Raises PatternError."""
    plain = spaced(fold(written).replace("'", "").replace("-", " "))
    shape = _Reader(_PART.findall(plain), sets).sequence()
    if not shape.words and not shape.keys:
        raise PatternError("there is no word in it")
    return CuePattern(Shape(shape.regex + "(?= )", shape.keys, shape.words))


def parse_set(phrases: list[str], sets: Mapping[str, Shape]) -> Shape:
    """Read the phrases of a named set. Raises PatternError."""
    return _either([_whole(phrase, sets) for phrase in phrases])


def index_keys(words: list[str]) -> set[str]:
    """The keys under which patterns for these words are found."""
    return set(words) | {word[:_KEY_LENGTH] + "*" for word in words}


def _whole(phrase: str, sets: Mapping[str, Shape]) -> Shape:
    shape = parse_pattern(phrase, sets).shape
    return Shape(shape.regex.removesuffix("(?= )"), shape.keys, shape.words)


class _Reader:
    """Reads the parts of a pattern from left to right."""

    def __init__(self, parts: list[str], sets: Mapping[str, Shape]) -> None:
        self.parts = parts
        self._sets = sets

    def sequence(self, *, in_group: bool = False) -> Shape:
        """One thing after another, up to the end; in a bracket, up to a `|` or its end."""
        shapes: list[Shape] = []
        while self.parts and not (in_group and self.parts[0] in "|)"):
            shapes.append(self._item(in_group=in_group))
        return _joined(shapes)

    def _item(self, *, in_group: bool) -> Shape:
        part = self.parts.pop(0)
        if part in _EDGES:
            return Shape(_EDGES[part], None)
        if part.startswith(".."):
            return Shape(f"(?: [^ .~]+){{0,{part[2:]}}}?", None)
        shape = self._group() if part == "(" else self._atom(part)
        while not in_group and len(self.parts) > 1 and self.parts[0] == "|":
            self.parts.pop(0)
            shape = _either([shape, self._atom(self.parts.pop(0))])
        if self.parts and self.parts[0] == "?":
            self.parts.pop(0)
            return Shape(f"(?:{shape.regex})?", None, shape.words)
        return shape

    def _group(self) -> Shape:
        phrases = [self.sequence(in_group=True)]
        while self.parts and self.parts[0] == "|":
            self.parts.pop(0)
            phrases.append(self.sequence(in_group=True))
        if not self.parts:
            raise PatternError("a bracket is not closed")
        self.parts.pop(0)
        return _either(phrases)

    def _atom(self, part: str) -> Shape:
        if part[0] == "{":
            name = part[1:-1]
            if name not in self._sets:
                raise PatternError(f"there is no set of words called {name!r}")
            return self._sets[name]
        if part[0] in "()|?^$" or part.startswith(".."):
            raise PatternError(f"{part!r} stands where a word should")
        return _word(part)


@cache
def _word(part: str) -> Shape:
    """The shape of one written word; a few thousand words make up all patterns."""
    stem = part.strip("*")
    if not stem or "*" in stem:
        raise PatternError(f"{part!r}: the '*' stands only at an end of a word")
    regex = (
        f" {'[^ .]*' if part[0] == '*' else ''}{re.escape(stem)}{'[^ .]*' if part[-1] == '*' else '(?= )'}"
    )
    if part[0] == "*" or (part[-1] == "*" and len(stem) < _KEY_LENGTH):
        return Shape(regex, None, frozenset({stem}))
    if part[-1] == "*":
        return Shape(regex, frozenset({stem[:_KEY_LENGTH] + "*"}), frozenset())
    return Shape(regex, frozenset({stem}), frozenset({stem}))


def _joined(shapes: list[Shape]) -> Shape:
    """All of them, one after another; the most telling one's keys stand for all."""
    if len(shapes) == 1:
        return shapes[0]
    best = max(shapes, key=lambda shape: shape.weight, default=None)
    return Shape(
        "".join(shape.regex for shape in shapes),
        best.keys if best else None,
        frozenset().union(*(shape.words for shape in shapes)),
    )


def _either(shapes: list[Shape]) -> Shape:
    """Any one of them; without keys if one of them has none."""
    if len(shapes) == 1:
        return shapes[0]
    keys = [shape.keys for shape in shapes]
    return Shape(
        f"(?:{'|'.join(shape.regex for shape in shapes)})",
        None if any(not part for part in keys) else frozenset().union(*(part for part in keys if part)),
        frozenset().union(*(shape.words for shape in shapes)),
    )
