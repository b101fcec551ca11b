"""Finds in a resident's words the facts that routing looks at, and only those that are certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.agencies import AgencyDirectory
from bot.domain.routing_facts import Hazard, Land, RoutingFacts, Tenure

#: Words between a negation and what it denies: "there isn't any asbestos".
_NEGATION_REACH = 3

_ENUMS: dict[str, type[Tenure] | type[Land] | type[Hazard]] = {
    "tenure": Tenure,
    "land": Land,
    "hazard": Hazard,
}
_BOOLEANS = ("large", "watercourse", "trunk_road", "ongoing", "hate", "vulnerable", "under_18")

#: The facts that cue words may be about.
FACT_FIELDS = (*_ENUMS, *_BOOLEANS)

_CLAUSE_END = re.compile(r"[.!?;,\n]+|\b(?:but|though|although|however)\b")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TrunkRoad:
    """A road of the national roads body; with `only_near`, only its stretch by those places."""

    road: str
    only_near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CuePattern:
    """A phrase of cue words: words, `word*` for a beginning, `a|b` for either."""

    words: tuple[re.Pattern[str], ...]

    @classmethod
    def parse(cls, phrase: str) -> CuePattern:
        """The pattern for a phrase as the cue file writes it."""
        return cls(tuple(_word_pattern(word) for word in _fold(phrase).replace("-", " ").split()))

    def starts_at(self, words: Sequence[str], position: int) -> bool:
        """Whether the phrase stands in the words from this position."""
        if position + len(self.words) > len(words):
            return False
        return all(p.fullmatch(words[position + n]) for n, p in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class RoutingCues:
    """The cue words of the language together with the names that the place pack knows."""

    #: field -> value -> phrases
    facts: Mapping[str, Mapping[Any, tuple[CuePattern, ...]]]
    #: name of a cue -> phrases
    cues: Mapping[str, tuple[CuePattern, ...]]
    negations: tuple[CuePattern, ...]
    #: Phrases in which a landlord's name of one word, written NAME, cannot mean a place.
    landlord: tuple[str, ...] = ()
    #: Words that put a thing beside a road rather than on it.
    beside: tuple[CuePattern, ...] = ()
    trunk_roads: tuple[TrunkRoad, ...] = ()
    directory: AgencyDirectory = field(default_factory=lambda: AgencyDirectory([]))

    def find_facts(self, text: str, known: RoutingFacts, place: str | None = None) -> RoutingFacts:
        """`known` with what the words make certain added; what was known already is kept.

        `place` is the name of the place where it is, if that has been found: it tells which stretch of
        a trunk road is meant. A fact that is denied, or told both ways, stays unknown.
        """
        clauses = _clauses(text)
        found: dict[str, Any] = {}
        for name, values in self.facts.items():
            if getattr(known, name) is None:
                found[name] = self._find_value(clauses, name, values)
        if known.landlord is None:
            found["landlord"] = self._find_landlord(clauses)
        if known.trunk_road is None and found.get("trunk_road") is None:
            found["trunk_road"] = self._find_trunk_road(clauses, f"{text} {place or ''}")
        certain = {name: value for name, value in found.items() if value is not None}
        cues = {name for name, phrases in self.cues.items() if self._said(clauses, phrases)}
        return replace(known, cues=known.cues | cues, **certain)

    def _find_value(
        self, clauses: list[list[str]], name: str, values: Mapping[Any, tuple[CuePattern, ...]]
    ) -> Any:  # noqa: ANN401 - an enum member or a bool, by the field
        """The one value that is said; of several dangers the first in the file, else none of them."""
        said = [value for value, phrases in values.items() if self._said(clauses, phrases)]
        if name == "hazard" and said:
            return said[0]
        return said[0] if len(said) == 1 else None

    def _said(self, clauses: list[list[str]], phrases: Iterable[CuePattern]) -> bool:
        """Whether one of the phrases stands somewhere without being denied."""
        return any(
            phrase.starts_at(words, n) and not self._is_denied(words, n)
            for words in clauses
            for phrase in phrases
            for n in range(len(words))
        )

    def _is_denied(self, words: Sequence[str], position: int) -> bool:
        before = range(max(0, position - _NEGATION_REACH), position)
        return any(negation.starts_at(words[:position], n) for n in before for negation in self.negations)

    def _find_landlord(self, clauses: list[list[str]]) -> str | None:
        """The landlord that is named, if it is only one."""
        named = {
            agency.id
            for agency in self.directory.list_landlords()
            for name in (agency.name, *agency.also_known_as)
            if self._said(clauses, self._landlord_phrases(name))
        }
        return named.pop() if len(named) == 1 else None

    def _landlord_phrases(self, name: str) -> list[CuePattern]:
        """What has to be said for a name to mean the landlord."""
        if len(_WORD.findall(name)) > 1:
            return [CuePattern.parse(name)]
        return [CuePattern.parse(template.replace("NAME", name)) for template in self.landlord]

    def _find_trunk_road(self, clauses: list[list[str]], everything: str) -> bool | None:
        """True when something is on a trunk road; near one, or on an unclear stretch, is not known."""
        spoken = f" {' '.join(_WORD.findall(_fold(everything)))} "
        for road in self.trunk_roads:
            pattern = CuePattern.parse(road.road)
            near = [f" {' '.join(_WORD.findall(_fold(name)))} " in spoken for name in road.only_near]
            if near and not any(near):
                continue
            for words in clauses:
                for n in range(len(words)):
                    if pattern.starts_at(words, n) and not self._is_beside(words, n):
                        return True
        return None

    def _is_beside(self, words: Sequence[str], position: int) -> bool:
        before = range(max(0, position - _NEGATION_REACH), position)
        return any(p.starts_at(words[:position], n) for n in before for p in (*self.beside, *self.negations))


def _fold(text: str) -> str:
    return text.casefold().replace("’", "").replace("'", "").replace("&", " and ")


def _clauses(text: str) -> list[list[str]]:
    """The words of each clause, so that a denial in one says nothing about the next."""
    return [_WORD.findall(clause) for clause in _CLAUSE_END.split(_fold(text)) if clause]


def _word_pattern(word: str) -> re.Pattern[str]:
    """Each choice of a word: letters as they are, a final `*` for any ending."""
    choices = [
        re.escape(choice.removesuffix("*")) + (r"\w*" if choice.endswith("*") else "")
        for choice in word.split("|")
    ]
    return re.compile("|".join(choices))


def value_of(name: str, written: str | bool) -> Tenure | Land | Hazard | bool:
    """The value of a fact as the cue file writes it; ValueError when the fact has no such value."""
    if name in _ENUMS:
        return _ENUMS[name](str(written))
    if name in _BOOLEANS and isinstance(written, bool):
        return written
    raise ValueError(f"{name} has no value {written!r}")
