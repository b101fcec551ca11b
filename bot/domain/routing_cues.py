"""Finds in a resident's words the facts that routing looks at, and only those that are certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.domain.agencies import AgencyDirectory
from bot.domain.cue_phrases import CuePhrase, PhraseIndex, list_clauses, list_words, stands_before
from bot.domain.routing_facts import Hazard, Land, RoutingFacts, Tenure

_ENUMS: dict[str, type[Tenure] | type[Land] | type[Hazard]] = {
    "tenure": Tenure,
    "land": Land,
    "hazard": Hazard,
}
_BOOLEANS = ("large", "watercourse", "trunk_road", "ongoing", "hate", "vulnerable", "under_18")

#: The facts that cue words may be about.
FACT_FIELDS = (*_ENUMS, *_BOOLEANS)

#: Stand beside the names of facts in the index.
_CUE = "cue"
_LANDLORD = "landlord"


@dataclass(frozen=True, slots=True)
class TrunkRoad:
    """A road of the national roads body; with `only_near`, only its stretch by those places."""

    road: str
    only_near: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoutingCues:
    """The cue words of the language together with the names that the place pack knows."""

    #: field -> value -> phrases
    facts: Mapping[str, Mapping[Any, tuple[CuePhrase, ...]]]
    #: name of a cue -> phrases
    cues: Mapping[str, tuple[CuePhrase, ...]]
    negations: tuple[CuePhrase, ...]
    #: Phrases in which a landlord's name of one word, written NAME, cannot mean a place.
    landlord: tuple[str, ...] = ()
    #: Words that may stand around a landlord's name in an answer, and that a name may be said without.
    around_names: frozenset[str] = frozenset()
    #: Words that put a thing beside a road rather than on it.
    beside: tuple[CuePhrase, ...] = ()
    trunk_roads: tuple[TrunkRoad, ...] = ()
    directory: AgencyDirectory = field(default_factory=lambda: AgencyDirectory([]))

    def find_facts(self, text: str, known: RoutingFacts, place: str | None = None) -> RoutingFacts:
        """`known` with what the words make certain added; what was known already is kept.

        `place` is the name of the place where it is, if that has been found: it tells which stretch of
        a trunk road is meant. A fact that is denied, or told both ways, stays unknown.
        """
        clauses = list_clauses(text)
        said = self._index.find(clauses)
        found: dict[str, Any] = {name: self._choose(name, said) for name in self.facts}
        landlords = [value for kind, value in said if kind == _LANDLORD]
        found["landlord"] = landlords[0] if len(landlords) == 1 else None
        if found.get("trunk_road") is None and self._is_on_trunk_road(clauses, f"{text} {place or ''}"):
            found["trunk_road"] = True
        certain = {n: v for n, v in found.items() if v is not None and getattr(known, n) is None}
        return replace(known, cues=known.cues | {value for kind, value in said if kind == _CUE}, **certain)

    def find_landlord(self, text: str) -> str | None:
        """The landlord whose bare name answers the question who it is; None for anything more or else."""
        words = [word for word in list_words(text) if word not in self.around_names]
        named = {
            agency.id
            for agency in self.directory.list_landlords()
            for name in (agency.name, *agency.also_known_as)
            if words == [word for word in list_words(name) if word not in self.around_names]
        }
        return named.pop() if len(named) == 1 and words else None

    @cached_property
    def _index(self) -> PhraseIndex[tuple[str, Any]]:
        phrases: dict[tuple[str, Any], list[CuePhrase]] = {
            (name, value): list(patterns)
            for name, values in self.facts.items()
            for value, patterns in values.items()
        }
        phrases |= {(_CUE, name): list(patterns) for name, patterns in self.cues.items()}
        for agency in self.directory.list_landlords():
            names = (agency.name, *agency.also_known_as)
            phrases[_LANDLORD, agency.id] = [p for name in names for p in self._landlord_phrases(name)]
        return PhraseIndex(phrases, self.negations)

    def _landlord_phrases(self, name: str) -> list[CuePhrase]:
        """What has to be said for a name to mean the landlord."""
        if len(list_words(name)) > 1:
            return [CuePhrase.parse(name)]
        return [CuePhrase.parse(template.replace("NAME", name)) for template in self.landlord]

    def _choose(self, name: str, said: set[tuple[str, Any]]) -> Any:
        """The one value that is said; of several dangers the first in the file, else none of them."""
        values = [value for value in self.facts[name] if (name, value) in said]
        if name == "hazard" and values:
            return values[0]
        return values[0] if len(values) == 1 else None

    def _is_on_trunk_road(self, clauses: list[list[str]], everything: str) -> bool:
        """Whether something is on a trunk road; near one, or on an unclear stretch, is not certain."""
        spoken = f" {' '.join(list_words(everything))} "
        return any(
            pattern.starts_at(words, n) and not stands_before((*self.beside, *self.negations), words, n)
            for pattern, near in self._roads
            if not near or any(name in spoken for name in near)
            for words in clauses
            for n in range(len(words))
        )

    @cached_property
    def _roads(self) -> list[tuple[CuePhrase, list[str]]]:
        """Each trunk road with the names, between spaces, that its stretch lies near."""
        return [
            (CuePhrase.parse(road.road), [f" {' '.join(list_words(name))} " for name in road.only_near])
            for road in self.trunk_roads
        ]


def value_of(name: str, written: str | bool) -> Tenure | Land | Hazard | bool:
    """The value of a fact as the cue file writes it; ValueError when the fact has no such value."""
    if name in _ENUMS:
        return _ENUMS[name](str(written))
    if name in _BOOLEANS and isinstance(written, bool):
        return written
    raise ValueError(f"{name} has no value {written!r}")
