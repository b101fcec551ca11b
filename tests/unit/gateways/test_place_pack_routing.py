"""routing.yml: what loads, what it decides in the small pack, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.categories import Category
from bot.domain.routing import RoutingTable, decide
from bot.domain.routing_cues import TrunkRoad
from bot.domain.routing_facts import Question, RoutingFacts
from bot.errors import PlacePackError
from bot.gateways.place_pack_advice import load_advice
from bot.gateways.place_pack_agencies import load_agencies
from bot.gateways.place_pack_routing import load_routing, load_trunk_roads, read_routing
from tests.unit.gateways.place_pack_files import TODAY, WESTSHIRE, WESTSHIRE_AREAS, copy_pack, replace_text


def load(pack: Path) -> RoutingTable:
    directory = load_agencies(pack, WESTSHIRE_AREAS)
    topics = load_advice(pack, WESTSHIRE_AREAS).list_topics()
    return load_routing(pack, WESTSHIRE_AREAS, directory, {"school"}, TODAY, topics)


@pytest.mark.parametrize("area", [None, *WESTSHIRE_AREAS])
@pytest.mark.parametrize("category", Category)
def test_the_small_pack_decides_everything(category: Category, area: str | None) -> None:
    directory = load_agencies(WESTSHIRE, WESTSHIRE_AREAS)
    decision = decide(load(WESTSHIRE), RoutingFacts(category, hub_area=area))
    assert directory.get_agency(decision.lead).covers(area)


def test_rows_take_what_they_leave_out_from_their_category() -> None:
    table = load(WESTSHIRE)
    default = decide(table, RoutingFacts(Category.HOUSING_ISSUE, hub_area="northvale"))
    tenant = decide(table, RoutingFacts(Category.HOUSING_ISSUE, hub_area="northvale", landlord="vale_homes"))
    assert (default.lead, default.target_working_days, default.row_id) == (
        "westshire_council_services",
        5,
        "housing_issue/default",
    )
    assert (tenant.lead, tenant.target_working_days, tenant.ask) == ("vale_homes", 2, (Question.DETAILS,))
    assert decide(table, RoutingFacts(Category.DRUGS)).sensitive
    assert decide(table, RoutingFacts(Category.BURGLARY)).advice == "locks"


def test_trunk_roads_load() -> None:
    assert load_trunk_roads(WESTSHIRE) == (TrunkRoad("A9"), TrunkRoad("A12", ("Upper Vale",)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lead: national_roads", "lead: nobody", "road_defect/trunk_road: there is no agency 'nobody'"),
        ("when: {trunk_road: true}", "when: {cues: piano}", "there is no cue named 'piano'"),
        ("when: {trunk_road: true}", "when: {hub_area: moon}", "'moon' is no hub_area of this place"),
        ("when: {trunk_road: true}", "when: {mood: sad}", "Extra inputs are not permitted"),
        ("when: {trunk_road: true}, ", "", "can never decide"),
        ("id: landlord, when", "id: default, when", "'default' is given twice"),
        ("why: The landlord repairs.", "why: ''", "why: String should have at least 1 character"),
        ("target_working_days: 2", "target_working_days: 0", "greater than or equal to 1"),
        ("ask: [details]", "ask: [riddle]", "Input should be"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    pack = copy_pack(tmp_path)
    replace_text(pack / "routing.yml", old, new)
    with pytest.raises(PlacePackError) as caught:
        load(pack)
    assert caught.value.file == pack / "routing.yml"
    assert caught.value.line is not None
    assert message in str(caught.value)


def test_the_line_is_that_of_the_row(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    line = replace_text(pack / "routing.yml", "lead: national_roads", "lead: nobody")
    directory = load_agencies(pack, WESTSHIRE_AREAS)
    _, errors = read_routing(pack, WESTSHIRE_AREAS, directory, (), TODAY)
    assert {error.line for error in errors} == {line}


def test_a_category_nobody_wrote_rows_for_is_named(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    text = (pack / "routing.yml").read_text(encoding="utf-8")
    start = text.index("  rough_sleeping:")
    (pack / "routing.yml").write_text(text[:start], encoding="utf-8")
    with pytest.raises(PlacePackError, match="rough_sleeping has no row"):
        load(pack)


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    pack = copy_pack(tmp_path)
    replace_text(pack / "routing.yml", "advice: locks", "advice: knots")
    with pytest.raises(PlacePackError, match="no advice page 'knots'"):
        load(pack)
