"""Loads the cue words of data/cues/routing.yml, which tell certain facts from residents' words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.agencies import AgencyDirectory
from bot.domain.cue_phrases import CuePhrase
from bot.domain.routing_cues import FACT_FIELDS, RoutingCues, TrunkRoad, value_of
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml, validate

type _Phrases = Annotated[list[Words], Field(min_length=1)]


class _CuesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    negations: _Phrases
    beside: list[Words] = []
    landlord: list[Words] = []
    around_names: frozenset[Words] = frozenset()
    facts: dict[Slug, dict[str | bool, _Phrases]]
    cues: dict[Slug, _Phrases]


def load_routing_cues(
    file: Path, directory: AgencyDirectory | None = None, trunk_roads: tuple[TrunkRoad, ...] = ()
) -> RoutingCues:
    """The cue words of this file, with a place's landlords and trunk roads.

    Raises PlacePackError when the file is missing, broken, or names a fact or value there is not.
    """
    source = read_yaml(file)
    content = validate(_CuesFile, source)
    facts: dict[str, dict[Any, tuple[CuePhrase, ...]]] = {}
    for name, values in content.facts.items():
        if name not in FACT_FIELDS:
            raise source.error(f"{name!r} is not a fact that routing knows", "facts", name)
        facts[name] = {_value(source, name, v): _patterns(phrases) for v, phrases in values.items()}
    return RoutingCues(
        facts=facts,
        cues={name: _patterns(phrases) for name, phrases in content.cues.items()},
        negations=_patterns(content.negations),
        beside=_patterns(content.beside),
        landlord=tuple(content.landlord),
        around_names=content.around_names,
        trunk_roads=trunk_roads,
        directory=directory or AgencyDirectory([]),
    )


def _patterns(phrases: list[str]) -> tuple[CuePhrase, ...]:
    return tuple(CuePhrase.parse(phrase) for phrase in phrases)


def _value(source: LocatedYaml, name: str, written: str | bool) -> Any:
    try:
        return value_of(name, written)
    except ValueError as error:
        raise source.error(str(error), "facts", name) from None
