"""Cumbria's pack, loaded once."""

from __future__ import annotations

import pytest

from bot.domain.advice import AdviceLibrary
from bot.domain.agencies import AgencyDirectory
from bot.domain.routing import RoutingTable
from bot.domain.routing_cues import RoutingCues
from bot.gateways.cue_words import load_routing_cues
from bot.gateways.place_pack_advice import load_advice
from bot.gateways.place_pack_agencies import load_agencies
from bot.gateways.place_pack_routing import load_routing, load_trunk_roads
from tests.unit.data.cumbria import AREAS, CUMBRIA, DATA, TODAY


@pytest.fixture(scope="session")
def directory() -> AgencyDirectory:
    return load_agencies(CUMBRIA, AREAS)


@pytest.fixture(scope="session")
def cues(directory: AgencyDirectory) -> RoutingCues:
    return load_routing_cues(DATA / "cues" / "routing.yml", directory, load_trunk_roads(CUMBRIA))


@pytest.fixture(scope="session")
def library() -> AdviceLibrary:
    return load_advice(CUMBRIA, AREAS)


@pytest.fixture(scope="session")
def table(directory: AgencyDirectory, cues: RoutingCues, library: AdviceLibrary) -> RoutingTable:
    return load_routing(CUMBRIA, AREAS, directory, cues.cues, TODAY, library.list_topics())
