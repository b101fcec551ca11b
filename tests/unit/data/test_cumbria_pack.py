"""Cumbria's place pack: sound, complete, and sending the right things to the right agencies."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.domain.advice import AdviceLibrary
from bot.domain.agencies import AgencyDirectory, Channel
from bot.domain.categories import Category
from bot.domain.routing import RoutingTable, decide
from bot.domain.routing_cues import RoutingCues
from bot.domain.routing_facts import RoutingFacts
from bot.gateways.cue_words import load_routing_cues
from bot.gateways.place_pack_advice import load_advice
from bot.gateways.place_pack_agencies import load_agencies
from bot.gateways.place_pack_routing import load_routing, load_trunk_roads

DATA = Path(__file__).parents[3] / "data"
CUMBRIA = DATA / "cumbria"
AREAS = {
    "allerdale": "cumberland",
    "copeland": "cumberland",
    "carlisle": "cumberland",
    "eden": "westmorland_and_furness",
    "south_lakeland": "westmorland_and_furness",
    "barrow": "westmorland_and_furness",
}
TODAY = date(2026, 11, 22)
ADVICE_INTENTS = {
    "ask_burglary_advice",
    "ask_vehicle_crime_advice",
    "ask_scam_advice",
    "ask_asb_advice",
    "ask_asb_case_review",
    "ask_noise_advice",
    "ask_hate_crime_advice",
    "ask_domestic_abuse_advice",
    "ask_drugs_advice",
    "ask_fly_tipping_advice",
    "ask_safer_homes_pack",
}
SENSITIVE = {Category.DOMESTIC_ABUSE, Category.HATE_CRIME, Category.DRUGS, Category.WELFARE_CONCERN}


@pytest.fixture(scope="module")
def directory() -> AgencyDirectory:
    return load_agencies(CUMBRIA, AREAS)


@pytest.fixture(scope="module")
def cues(directory: AgencyDirectory) -> RoutingCues:
    return load_routing_cues(DATA / "cues" / "routing.yml", directory, load_trunk_roads(CUMBRIA))


@pytest.fixture(scope="module")
def library() -> AdviceLibrary:
    return load_advice(CUMBRIA, AREAS)


@pytest.fixture(scope="module")
def table(directory: AgencyDirectory, cues: RoutingCues, library: AdviceLibrary) -> RoutingTable:
    return load_routing(CUMBRIA, AREAS, directory, cues.cues, TODAY, library.list_topics())


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


@pytest.mark.parametrize("category", SENSITIVE)
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


@pytest.mark.parametrize("area", AREAS)
def test_each_area_has_its_hub_and_its_old_councils_a_successor(
    directory: AgencyDirectory, area: str
) -> None:
    hub = directory.find_hub(area)
    assert hub is not None
    assert hub.id == f"local_focus_hub_{area}"
    ended = [a for a in directory.list_agencies() if a.successors and a.covers(area)]
    assert "cumbria_county_council" in {agency.id for agency in ended}
    assert len(ended) == 2
    for agency in ended:
        assert directory.get_current(agency.id, TODAY, area).id == f"{AREAS[area]}_council"


def test_whoever_says_allerdale_council_is_understood(directory: AgencyDirectory) -> None:
    assert [a.id for a in directory.find_named("I told allerdale council")] == ["allerdale_borough_council"]


def test_every_agency_of_today_can_be_reached(directory: AgencyDirectory) -> None:
    assert [a.id for a in directory.list_agencies(on=TODAY) if not directory.list_contacts(a.id)] == []


def test_the_numbers_that_save_lives_are_right(directory: AgencyDirectory) -> None:
    numbers = {
        agency: {c.value for c in directory.list_contacts(agency) if c.channel is not Channel.WEB}
        for agency in ("samaritans", "national_domestic_abuse_helpline", "crimestoppers", "shout", "nhs_111")
    }
    assert numbers == {
        "samaritans": {"116 123"},
        "national_domestic_abuse_helpline": {"0808 2000 247"},
        "crimestoppers": {"0800 555 111"},
        "shout": {"85258"},
        "nhs_111": {"111"},
    }


def test_every_question_for_advice_has_an_answer(library: AdviceLibrary) -> None:
    for intent in ADVICE_INTENTS:
        for area in (None, *AREAS):
            assert library.find_page(intent, hub_area=area) is not None, (intent, area)


def test_sheds_and_dark_nights_are_answered_when_they_are_named(library: AdviceLibrary) -> None:
    for words, topic in [
        ("my shed", "sheds_and_garages"),
        ("dark nights", "dark_nights"),
        ("locks", "burglary"),
    ]:
        page = library.find_page("ask_burglary_advice", words)
        assert page is not None
        assert page.topic == topic


def test_numbers_on_pages_of_advice_stand_in_the_contacts(
    library: AdviceLibrary, directory: AgencyDirectory
) -> None:
    known = {c.value.replace(" ", "") for c in directory.contacts} | {"159", "55"}
    for page in library.list_pages():
        for number in re.findall(r"\*\*(\d[\d ]+\d)\*\*", page.summary + page.body):
            assert number.replace(" ", "") in known, (page.topic, number)


def test_pages_are_plain_english(library: AdviceLibrary) -> None:
    """Short sentences and short words, near enough what a nine-year-old reads."""
    for page in library.list_pages():
        text = re.sub(r"[*#]|https?://\S+", "", f"{page.summary}\n{page.body}")
        sentences = [s for s in re.split(r"[.!?:](?=\s)|\n+(?:\s*-\s|\d\.\s)?", text) if len(s.split()) > 1]
        words = [w for s in sentences for w in s.split()]
        assert len(words) / len(sentences) <= 13, page.topic
        assert max(len(s.split()) for s in sentences) <= 32, page.topic
        assert sum(len(w) > 9 for w in words) / len(words) <= 0.08, page.topic
