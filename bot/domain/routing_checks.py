"""Proof that a routing table always names exactly one lead, and that every one of its rows can decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import combinations, product
from math import prod
from typing import Any

from bot.domain.agencies import AgencyDirectory
from bot.domain.categories import Category
from bot.domain.routing import (
    KNOWN_LANDLORD,
    RoutingDecision,
    RoutingRow,
    RoutingTable,
    decide_by_row,
    placeholders,
    with_council,
)
from bot.domain.routing_facts import Hazard, Land, RoutingFacts, Tenure

#: Beyond this many combinations of facts a category's rows are too tangled for anybody to follow.
MOST_COMBINATIONS = 200_000

_VALUES: dict[str, tuple[Any, ...]] = {"tenure": tuple(Tenure), "land": tuple(Land), "hazard": tuple(Hazard)}
_PLACE_FIELDS = ("hub_area", "council")
_TRI_STATE = (True, False)


@dataclass(frozen=True, slots=True)
class TableProblem:
    """Something wrong with the table; `row_id` is None when no single row is to blame."""

    row_id: str | None
    message: str


def find_unreachable_rows(table: RoutingTable) -> list[str]:
    """Ids of rows that can never decide, because earlier ones match whatever they match."""
    reached: set[str] = set()
    for category in Category:
        if count_combinations(table, category) > MOST_COMBINATIONS:
            continue  # check_table reports it; enumerating would take minutes
        rows = [row for row in table.rows if row.category is category]
        for facts in _all_facts(table, category):
            row = next((row for row in rows if row.matches(facts)), None)
            if row is not None:
                reached.add(row.id)
    return [row.id for row in table.rows if row.id not in reached]


def check_table(table: RoutingTable, directory: AgencyDirectory, on: date) -> list[TableProblem]:
    """Everything that keeps the table from deciding well on that day; empty when it is sound.

    Every category and hub area gets exactly one lead that exists and serves the area, at least one
    agency of each decision takes referrals, and no row is dead.
    """
    problems = [*_check_defaults(table), *_check_sizes(table)]
    for row in table.rows:
        problems += _check_words(table, row)
        for facts in _facts_per_place(table, row, directory):
            decision = decide_by_row(table, row, with_council(table, facts))
            problems += [TableProblem(row.id, m) for m in _check_agencies(decision, facts, directory, on)]
    unreachable = find_unreachable_rows(table)
    problems += [
        TableProblem(r, "can never decide: earlier rows match all that it matches") for r in unreachable
    ]
    return list(dict.fromkeys(problems))


def count_combinations(table: RoutingTable, category: Category) -> int:
    """How many combinations of facts the rows of a category tell apart, places included."""
    return prod(len(values) for values in _domain(table, category).values()) * len(_places(table))


def _check_defaults(table: RoutingTable) -> list[TableProblem]:
    with_default = {row.category for row in table.rows if not row.conditions}
    missing = [c for c in Category if c not in with_default]
    return [TableProblem(None, f"{c} has no row without conditions, its default") for c in missing]


def _check_sizes(table: RoutingTable) -> list[TableProblem]:
    tangled = [c for c in Category if count_combinations(table, c) > MOST_COMBINATIONS]
    return [TableProblem(None, f"the rows of {c} use too many different conditions") for c in tangled]


def _check_words(table: RoutingTable, row: RoutingRow) -> list[TableProblem]:
    """Cues and placeholders that mean nothing."""
    messages = []
    for condition in row.conditions:
        if condition.field == "cues":
            unknown = sorted(str(v) for v in condition.values - table.cues)
            messages += [f"there is no cue named {name!r}" for name in unknown]
    needs_landlord = any("landlord" in placeholders(a) for a in (row.lead, *row.partners))
    if needs_landlord and not any(c.field == "landlord" for c in row.conditions):
        messages.append("{landlord} stands in a row that has no condition on the landlord")
    for agency in (row.lead, *row.partners):
        odd = placeholders(agency) - {"council", "hub_area", "landlord"}
        messages += [f"nothing fills in {{{name}}}" for name in sorted(odd)]
    return [TableProblem(row.id, message) for message in messages]


def _check_agencies(
    decision: RoutingDecision, facts: RoutingFacts, directory: AgencyDirectory, on: date
) -> Iterator[str]:
    for agency_id in (decision.lead, *decision.partners):
        agency = directory.find_agency(agency_id)
        if agency is None:
            yield f"there is no agency {agency_id!r}"
        elif not agency.is_valid_on(on):
            yield f"{agency_id!r} does not exist on {on.isoformat()}"
        elif agency_id != facts.landlord and not agency.covers(facts.hub_area):
            yield f"{agency_id!r} does not work in {facts.hub_area}"
    named = [directory.find_agency(a) for a in (decision.lead, *decision.partners)]
    if not any(agency is not None and agency.takes_referrals for agency in named):
        yield f"in {facts.hub_area or 'an unknown place'} no agency takes the referral"


def _facts_per_place(
    table: RoutingTable, row: RoutingRow, directory: AgencyDirectory
) -> Iterator[RoutingFacts]:
    """For each place and landlord that the row allows, facts with just those set."""
    conditions = {c.field: c.values for c in row.conditions}
    landlords = conditions.get("landlord", frozenset())
    if KNOWN_LANDLORD in landlords:
        landlords = frozenset(a.id for a in directory.list_landlords())
    for area, council in _places(table):
        if area not in conditions.get("hub_area", {area}) or council not in conditions.get(
            "council", {council}
        ):
            continue
        facts = RoutingFacts(row.category, hub_area=area, council=council)
        for landlord in landlords or (None,):
            yield replace(facts, landlord=None if landlord is None else str(landlord))


def _places(table: RoutingTable) -> list[tuple[str | None, str | None]]:
    """Nowhere known, each council alone, and each hub area with its council."""
    councils: list[tuple[str | None, str | None]] = [(None, c) for c in sorted(set(table.areas.values()))]
    return [(None, None), *councils, *table.areas.items()]


def _domain(table: RoutingTable, category: Category) -> dict[str, list[Any]]:
    """The values worth telling apart for each field that the category's rows look at: those that
    some condition mentions, one that none mentions, and not known."""
    mentioned: dict[str, set[str | bool]] = {}
    for row in table.rows:
        if row.category is category:
            for condition in row.conditions:
                mentioned.setdefault(condition.field, set()).update(condition.values)
    domain: dict[str, list[Any]] = {}
    for name, values in mentioned.items():
        if name in _PLACE_FIELDS:
            continue
        if name == "cues":
            named = sorted(str(v) for v in values)
            domain[name] = [frozenset(s) for n in range(len(named) + 1) for s in combinations(named, n)]
        else:
            every = _VALUES.get(name, _TRI_STATE) if name != "landlord" else (*values, "any other landlord")
            others = [v for v in every if v not in values][:1]
            domain[name] = [None, *sorted(values, key=str), *others]
    return domain


def _all_facts(table: RoutingTable, category: Category) -> Iterator[RoutingFacts]:
    domain = _domain(table, category)
    names = list(domain)
    known = {f.name for f in fields(RoutingFacts)}
    for area, council in _places(table):
        base = RoutingFacts(category, hub_area=area, council=council)
        for values in product(*domain.values()):
            yield replace(base, **{n: v for n, v in zip(names, values, strict=True) if n in known})
