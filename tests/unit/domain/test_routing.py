"""The decision table: first match wins, unknown matches nothing, the place fills in the agency."""

from __future__ import annotations

import pytest

from bot.domain.categories import Category
from bot.domain.routing import Condition, RoutingRow, RoutingTable, decide
from bot.domain.routing_facts import Hazard, RoutingFacts, Tenure


def make_row(row_id: str, lead: str, *conditions: Condition, partners: tuple[str, ...] = ()) -> RoutingRow:
    return RoutingRow(
        row_id,
        Category.NOISE,
        lead,
        target_working_days=5,
        why=f"why {row_id}",
        conditions=conditions,
        partners=partners,
    )


def make_table(*rows: RoutingRow) -> RoutingTable:
    return RoutingTable(
        rows, {"east": "reds", "west": "blues"}, "any_hub", "the place decides", frozenset({"pub"})
    )


TABLE = make_table(
    make_row("hate", "police", Condition("hate", frozenset({True})), partners=("hub_{hub_area}",)),
    make_row("pub", "licensing", Condition("cues", frozenset({"pub", "club"}))),
    make_row("landlord", "{landlord}", Condition("landlord", frozenset({"known"}))),
    make_row(
        "blue_tenants",
        "blue_homes",
        Condition("tenure", frozenset({"council_rent"})),
        Condition("council", frozenset({"blues"})),
    ),
    make_row("default", "{council}_noise", partners=("hub_{hub_area}",)),
)


def decide_on(**known: object) -> tuple[str, str, tuple[str, ...]]:
    decision = decide(TABLE, RoutingFacts(Category.NOISE, **known))  # type: ignore[arg-type]
    return decision.row_id, decision.lead, decision.partners


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"hub_area": "east"}, ("default", "reds_noise", ("hub_east",))),
        ({"hub_area": "west"}, ("default", "blues_noise", ("hub_west",))),
        ({"hub_area": "east", "hate": True, "landlord": "homes"}, ("hate", "police", ("hub_east",))),
        ({"hub_area": "east", "hate": False, "landlord": "homes"}, ("landlord", "homes", ())),
        ({"hub_area": "east", "cues": frozenset({"club"})}, ("pub", "licensing", ())),
        ({"hub_area": "west", "tenure": Tenure.COUNCIL_RENT}, ("blue_tenants", "blue_homes", ())),
        ({"hub_area": "east", "tenure": Tenure.COUNCIL_RENT}, ("default", "reds_noise", ("hub_east",))),
        ({"council": "blues", "tenure": Tenure.COUNCIL_RENT}, ("blue_tenants", "blue_homes", ())),
    ],
)
def test_the_first_row_that_matches_decides(known: dict[str, object], expected: tuple[object, ...]) -> None:
    assert decide_on(**known) == expected


def test_without_a_place_the_hub_holds_it_and_says_why() -> None:
    decision = decide(TABLE, RoutingFacts(Category.NOISE))
    assert (decision.lead, decision.partners, decision.why) == ("any_hub", (), "the place decides")
    assert decision.place_decides


def test_a_lead_that_needs_no_place_stays_without_one() -> None:
    decision = decide(TABLE, RoutingFacts(Category.NOISE, hate=True))
    assert (decision.lead, decision.partners) == ("police", ("any_hub",))
    assert decision.why == "why hate"
    assert not decision.place_decides


def test_the_hub_area_overrules_a_council_that_does_not_fit() -> None:
    assert decide_on(hub_area="east", council="blues")[1] == "reds_noise"


def test_a_hub_area_of_another_place_is_refused() -> None:
    with pytest.raises(ValueError, match="north"):
        decide(TABLE, RoutingFacts(Category.NOISE, hub_area="north"))


def test_a_category_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="fire"):
        decide(TABLE, RoutingFacts(Category.FIRE))


def test_unknown_and_none_are_different_things() -> None:
    clean = Condition("hazard", frozenset({"none"}))
    assert clean.holds(RoutingFacts(Category.NOISE, hazard=Hazard.NONE))
    assert not clean.holds(RoutingFacts(Category.NOISE))
