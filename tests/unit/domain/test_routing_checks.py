"""The proof about a table, itself checked against trying every combination of facts."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from typing import Any

from bot.domain.agencies import Agency, AgencyDirectory, AgencyKind, ReferralRoute, RouteKind
from bot.domain.categories import Category
from bot.domain.routing import Condition, RoutingRow, RoutingTable
from bot.domain.routing_checks import check_table, find_unreachable_rows
from bot.domain.routing_facts import RoutingFacts

TODAY = date(2026, 11, 22)
AREAS = {"east": "reds", "west": "blues"}


def make_agency(agency_id: str, *areas: str, **changes: Any) -> Agency:
    return Agency(
        agency_id, agency_id, "Does things.", AgencyKind.POLICE, frozenset(areas or AREAS), **changes
    )


DIRECTORY = AgencyDirectory(
    [
        make_agency("police"),
        make_agency("hub"),
        make_agency("reds_team", "east"),
        make_agency("gone", valid_until=date(2020, 1, 1)),
        make_agency("line", referral=ReferralRoute(RouteKind.SIGNPOST)),
    ]
)


def make_row(row_id: str, lead: str = "police", *conditions: Condition, **changes: Any) -> RoutingRow:
    return RoutingRow(row_id, Category.NOISE, lead, 5, "why", conditions=conditions, **changes)


def make_table(*rows: RoutingRow) -> RoutingTable:
    others = [RoutingRow(f"{c}/default", c, "police", 5, "why") for c in Category if c is not Category.NOISE]
    return RoutingTable((*rows, *others), AREAS, "hub", "no place", frozenset({"pub"}))


def messages(*rows: RoutingRow) -> list[str]:
    return [f"{p.row_id}: {p.message}" for p in check_table(make_table(*rows), DIRECTORY, TODAY)]


def test_a_sound_table_has_no_problems() -> None:
    assert (
        messages(make_row("pub", "police", Condition("cues", frozenset({"pub"}))), make_row("default")) == []
    )


def test_a_category_without_default_is_named() -> None:
    assert messages(make_row("pub", "police", Condition("hate", frozenset({True})))) == [
        "None: noise has no row without conditions, its default"
    ]


def test_a_row_behind_the_default_is_dead() -> None:
    dead = make_row("late", "police", Condition("hate", frozenset({True})))
    assert messages(make_row("default"), dead) == [
        "late: can never decide: earlier rows match all that it matches"
    ]


def test_rows_that_cover_another_together_make_it_dead() -> None:
    rows = [
        make_row("yes", "police", Condition("hate", frozenset({True}))),
        make_row("no", "police", Condition("hate", frozenset({False}))),
        make_row("either", "police", Condition("hate", frozenset({True, False}))),
        make_row("default"),
    ]
    assert find_unreachable_rows(make_table(*rows)) == ["either"]


def test_a_council_and_a_hub_area_of_another_never_meet() -> None:
    odd = make_row(
        "odd",
        "police",
        Condition("hub_area", frozenset({"east"})),
        Condition("council", frozenset({"blues"})),
    )
    assert find_unreachable_rows(make_table(odd, make_row("default"))) == ["odd"]


def test_agencies_have_to_exist_take_referrals_and_work_there() -> None:
    assert messages(make_row("default", "nobody"))[0] == "default: there is no agency 'nobody'"
    assert messages(make_row("default", "gone")) == ["default: 'gone' does not exist on 2026-11-22"]
    assert (
        messages(make_row("default", "line"))[0]
        == "default: in an unknown place no agency takes the referral"
    )
    assert messages(make_row("default", "reds_team")) == ["default: 'reds_team' does not work in west"]
    assert messages(make_row("default", "{council}_team")) == ["default: there is no agency 'blues_team'"]


def test_words_that_mean_nothing_are_named() -> None:
    found = messages(
        make_row("cue", "police", Condition("cues", frozenset({"piano"}))),
        make_row("default", "police", partners=("{planet}_team", "{landlord}")),
    )
    assert "cue: there is no cue named 'piano'" in found
    assert "default: nothing fills in {planet}" in found
    assert "default: {landlord} stands in a row that has no condition on the landlord" in found


def test_unreachable_rows_agree_with_trying_everything() -> None:
    rng = random.Random(7)  # noqa: S311 - only shuffles test cases
    choices: dict[str, list[Any]] = {
        "hate": [True, False],
        "large": [True, False],
        "hub_area": ["east", "west"],
    }
    every = [
        RoutingFacts(Category.NOISE, hate=h, large=big, hub_area=a, council=AREAS.get(a or ""))
        for h, big, a in product((None, True, False), (None, True, False), (None, "east", "west"))
    ]
    for _ in range(200):
        rows = []
        for n in range(5):
            names = rng.sample(sorted(choices), rng.randint(0, 3))
            conditions = [Condition(f, frozenset(rng.sample(choices[f], rng.randint(1, 2)))) for f in names]
            rows.append(make_row(f"r{n}", "police", *conditions))
        first = [next((r.id for r in rows if r.matches(facts)), None) for facts in every]
        expected = [r.id for r in rows if r.id not in first]
        assert find_unreachable_rows(make_table(*rows)) == expected
