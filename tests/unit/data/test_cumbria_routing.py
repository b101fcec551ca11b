"""Cumbria's decision table: complete, and sending what residents say to the right agencies."""

from __future__ import annotations

import re

import pytest

from bot.domain.agencies import AgencyDirectory
from bot.domain.categories import Category
from bot.domain.routing import RoutingTable, decide
from bot.domain.routing_cues import RoutingCues
from bot.domain.routing_facts import RoutingFacts
from tests.unit.data.cumbria import AREAS, TODAY

SENSITIVE = {Category.DOMESTIC_ABUSE, Category.HATE_CRIME, Category.DRUGS, Category.WELFARE_CONCERN}


@pytest.mark.parametrize("area", [None, *AREAS])
@pytest.mark.parametrize("category", Category)
def test_every_category_and_area_has_one_lead_and_a_reason(
    table: RoutingTable, directory: AgencyDirectory, category: Category, area: str | None
) -> None:
    decision = decide(table, RoutingFacts(category, hub_area=area))
    lead = directory.get_agency(decision.lead)
    assert lead.is_valid_on(TODAY)
    assert lead.covers(area)
    assert decision.target_working_days in (1, 2, 5)
    assert decision.ask
    assert len(re.findall(r"[.!?](?=\s|$)", decision.why)) == 1


@pytest.mark.parametrize(
    ("words", "category", "area", "lead", "partners"),
    [
        (
            "mattresses dumped behind the garages",
            "fly_tipping",
            "allerdale",
            "cumberland_council_street_scene",
            [],
        ),
        ("mattresses dumped", "fly_tipping", "barrow", "westmorland_and_furness_council_street_scene", []),
        (
            "barrels of something in the beck",
            "fly_tipping",
            "eden",
            "environment_agency",
            ["westmorland_and_furness_council_street_scene"],
        ),
        ("asbestos tipped on our field", "fly_tipping", "carlisle", "environment_agency", None),
        ("bags of litter on the A66 slip road", "litter", "eden", "national_highways", None),
        ("pothole on the A595 at Distington", "road_defect", "copeland", "national_highways", []),
        ("pothole on the A595", "road_defect", "copeland", "cumberland_council_highways", []),
        ("lamp post out", "street_light", "carlisle", "cumberland_council_highways", []),
        ("loud music, I rent from Westfield", "noise", "allerdale", "westfield_housing", None),
        (
            "loud music in the house opposite",
            "noise",
            "allerdale",
            "cumberland_council_environmental_health",
            [],
        ),
        ("my landlord Home Group won't mend the damp", "housing_issue", "copeland", "home_group", []),
        (
            "damp, private landlord",
            "housing_issue",
            "eden",
            "westmorland_and_furness_council_housing_standards",
            [],
        ),
        (
            "my council house is full of mould",
            "housing_issue",
            "barrow",
            "westmorland_and_furness_council_housing",
            [],
        ),
        ("my council house is full of mould", "housing_issue", "allerdale", "local_focus_hub_allerdale", []),
        (
            "text about a parcel took my bank details",
            "scam",
            "eden",
            "report_fraud",
            ["local_focus_hub_eden"],
        ),
        (
            "a man at the door wanted money for the roof",
            "scam",
            "carlisle",
            "cumbria_constabulary",
            ["cumberland_council_trading_standards"],
        ),
        (
            "van parked over the dropped kerb",
            "parking",
            "barrow",
            "westmorland_and_furness_council_parking",
            [],
        ),
        (
            "he has blocked our drive again",
            "parking",
            "barrow",
            "westmorland_and_furness_council_parking",
            ["cumbria_constabulary"],
        ),
        ("bins not emptied", "missed_bin", "allerdale", "cumberland_council_waste", []),
        (
            "a man sleeping in a doorway",
            "rough_sleeping",
            "carlisle",
            "cumberland_council_homelessness",
            ["streetlink"],
        ),
        ("shed broken into", "burglary", "eden", "cumbria_constabulary", ["local_focus_hub_eden"]),
        (
            "worried about a child left alone",
            "welfare_concern",
            "eden",
            "westmorland_and_furness_council_childrens_services",
            None,
        ),
        ("bin fire last week", "fire", "allerdale", "cumbria_fire_and_rescue", []),
        (
            "lads set fire to the bin",
            "fire",
            "allerdale",
            "cumbria_fire_and_rescue",
            ["cumbria_constabulary", "local_focus_hub_allerdale"],
        ),
        ("called me a slur because I'm gay", "neighbour_dispute", "carlisle", "cumbria_constabulary", None),
    ],
)
def test_what_residents_say_reaches_the_right_agency(
    table: RoutingTable,
    cues: RoutingCues,
    words: str,
    category: str,
    area: str,
    lead: str,
    partners: list[str] | None,
) -> None:
    facts = cues.find_facts(words, RoutingFacts(Category(category), hub_area=area))
    decision = decide(table, facts)
    assert decision.lead == lead
    if partners is not None:
        assert list(decision.partners) == partners


@pytest.mark.parametrize("category", sorted(SENSITIVE))
def test_sensitive_categories_are_sensitive(table: RoutingTable, category: Category) -> None:
    assert decide(table, RoutingFacts(category)).sensitive


def test_domestic_abuse_never_goes_to_a_street_team(table: RoutingTable) -> None:
    rows = [row for row in table.rows if row.category is Category.DOMESTIC_ABUSE]
    assert all(row.sensitive and row.target_working_days == 1 for row in rows)
    named = {agency for row in rows for agency in (row.lead, *row.partners)}
    assert not any("street" in agency or "highways" in agency or "waste" in agency for agency in named)
    assert decide(table, RoutingFacts(Category.DOMESTIC_ABUSE)).consent_first


def test_without_a_place_the_hub_holds_what_a_council_team_would_get(table: RoutingTable) -> None:
    decision = decide(table, RoutingFacts(Category.FLY_TIPPING))
    assert (decision.lead, decision.place_decides) == ("local_focus_hub", True)
