"""Facts from residents' words: what is certain, and what is left unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.agencies import Agency, AgencyDirectory, AgencyKind
from bot.domain.categories import Category
from bot.domain.routing_cues import RoutingCues, TrunkRoad, value_of
from bot.domain.routing_facts import Hazard, RoutingFacts, Tenure
from bot.gateways.cue_words import load_routing_cues

CUE_FILE = Path(__file__).parents[3] / "data" / "cues" / "routing.yml"


@pytest.fixture(scope="module")
def cues() -> RoutingCues:
    homes = [
        Agency("river", "Riverbank", "Lets homes.", AgencyKind.LANDLORD, frozenset({"east"})),
        Agency("castle", "Castle & Coast Homes", "Lets homes.", AgencyKind.LANDLORD, frozenset({"east"})),
        Agency("shire", "Shire Council", "Runs things.", AgencyKind.COUNCIL, frozenset({"east"})),
    ]
    return load_routing_cues(
        CUE_FILE, AgencyDirectory(homes), (TrunkRoad("A9"), TrunkRoad("A12", ("Upper Vale",)))
    )


def find(cues: RoutingCues, text: str, place: str | None = None) -> dict[str, object]:
    facts = cues.find_facts(text, RoutingFacts(Category.ASB), place)
    return {
        name: getattr(facts, name)
        for name in RoutingFacts.__dataclass_fields__
        if name not in ("category", "cues") and getattr(facts, name) is not None
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("there's asbestos sheets dumped", {"hazard": Hazard.ASBESTOS}),
        ("No asbestos or anything like that", {}),
        ("it isn't asbestos, but there are needles", {"hazard": Hazard.NEEDLES}),
        ("syringes by the swings", {"hazard": Hazard.NEEDLES}),
        ("needles and asbestos everywhere", {"hazard": Hazard.ASBESTOS}),
        ("a whole van load of rubble", {"large": True}),
        ("tyres thrown in the beck", {"watercourse": True}),
        ("it happens every night", {"ongoing": True}),
        ("only once so far", {"ongoing": False}),
        ("it was only once but now every night", {}),
        ("the lads next door are racist", {"hate": True}),
        ("it's not racist or anything", {}),
        ("because I'm gay", {"hate": True}),
        ("I'm in a council house", {"tenure": Tenure.COUNCIL_RENT}),
        ("my private landlord won't mend it", {"tenure": Tenure.PRIVATE_RENT}),
        ("my elderly mum is scared", {"vulnerable": True}),
        ("a 15 year old was drinking", {"under_18": True}),
        ("an 85 year old", {}),
        ("her children live in Australia", {}),
    ],
)
def test_only_what_is_certain_is_set(cues: RoutingCues, text: str, expected: dict[str, object]) -> None:
    assert find(cues, text) == expected


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("pothole on the A9", None, True),
        ("a9 is full of litter", None, True),
        ("rubbish in a field near the A9", None, None),
        ("just off the A9", None, None),
        ("a pothole on the A99", None, None),
        ("a pothole on the A12", None, None),
        ("a pothole on the A12 at Upper Vale", None, True),
        ("a pothole on the A12", "Upper Vale", True),
    ],
)
def test_trunk_roads_count_only_where_they_are_trunk(
    cues: RoutingCues, text: str, place: str | None, expected: bool | None
) -> None:
    assert find(cues, text, place).get("trunk_road") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I rent from Riverbank", "river"),
        ("riverbank tenants next door", "river"),
        ("litter along the riverbank", None),
        ("castle and coast homes never come", "castle"),
        ("Castle & Coast Homes never come", "castle"),
        ("I'm not a Riverbank tenant", None),
        ("Riverbank tenant upstairs, Castle & Coast Homes downstairs", None),
        ("I rang Shire Council", None),
    ],
)
def test_landlords_are_known_by_name(cues: RoutingCues, text: str, expected: str | None) -> None:
    assert find(cues, text).get("landlord") == expected


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("a man came to my door about the roof", "doorstep"),
        ("his car is blocking the pavement", "blocked_way"),
        ("lads on dirt bikes", "nuisance_riding"),
        ("they set fire to the bin", "arson"),
        ("my shed was broken into", "outbuilding"),
        ("I've got nowhere to sleep", "self_homeless"),
        ("water gushing out of the road", "water_pipe"),
    ],
)
def test_named_cues_are_found(cues: RoutingCues, text: str, cue: str) -> None:
    assert cue in cues.find_facts(text, RoutingFacts(Category.ASB)).cues


def test_what_is_known_already_stays(cues: RoutingCues) -> None:
    known = RoutingFacts(Category.NOISE, ongoing=False, landlord="castle", cues=frozenset({"school"}))
    found = cues.find_facts("every night, and I rent from Riverbank", known)
    assert (found.ongoing, found.landlord) == (False, "castle")
    assert "school" in found.cues


@pytest.mark.parametrize(("name", "written"), [("large", "very"), ("tenure", "castle"), ("colour", True)])
def test_values_that_are_none_are_refused(name: str, written: str | bool) -> None:
    with pytest.raises(ValueError, match=r".+"):
        value_of(name, written)
