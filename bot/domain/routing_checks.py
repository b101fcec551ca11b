"""Proof that a routing table always names exactly one lead, and that every one of its rows can decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from bot.domain.agencies import AgencyDirectory
from bot.domain.categories import Category
from bot.domain.routing import (
    KNOWN_LANDLORD,
    Condition,
    RoutingDecision,
    RoutingRow,
    RoutingTable,
    decide_by_row,
    placeholders,
    with_council,
)
from bot.domain.routing_facts import RoutingFacts


@dataclass(frozen=True, slots=True)
class TableProblem:
    """Something wrong with the table; `row_id` is None when no single row is to blame."""

    row_id: str | None
    message: str


def find_unreachable_rows(table: RoutingTable) -> list[str]:
    """Ids of rows that can never decide, because earlier ones match whatever they match.

    It is enough to try facts that hold just what the row asks for: whatever else were known could only
    make more of the earlier rows match, since no condition matches what isn't known.
    """
    return [row.id for row in table.rows if not any(_decides(table, row, f) for f in _bare_facts(table, row))]


def check_table(table: RoutingTable, directory: AgencyDirectory, on: date) -> list[TableProblem]:
    """Everything that keeps the table from deciding well on that day; empty when it is sound.

    Every category and hub area gets exactly one lead that exists and serves the area, at least one
    agency of each decision takes referrals, and no row is dead.
    """
    problems = _check_defaults(table)
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


def _decides(table: RoutingTable, row: RoutingRow, facts: RoutingFacts) -> bool:
    first = next((r for r in table.rows if r.matches(with_council(table, facts))), None)
    return first is row


def _bare_facts(table: RoutingTable, row: RoutingRow) -> Iterator[RoutingFacts]:
    """Every way to know exactly what the row asks for and nothing more."""
    choices = [[(c.field, _as_fact(c, value)) for value in sorted(c.values, key=str)] for c in row.conditions]
    for chosen in product(*choices):
        facts = replace(RoutingFacts(row.category), **dict(chosen))  # type: ignore[arg-type]
        council = table.areas.get(facts.hub_area or "")
        if facts.hub_area is None or (council is not None and facts.council in (None, council)):
            yield facts


def _as_fact(condition: Condition, value: str | bool) -> object:
    """The value of a condition as facts hold it."""
    if condition.field == "cues":
        return frozenset({value})
    if condition.field == "landlord" and value == KNOWN_LANDLORD:
        return "whichever landlord"
    return value


def _check_defaults(table: RoutingTable) -> list[TableProblem]:
    with_default = {row.category for row in table.rows if not row.conditions}
    missing = [c for c in Category if c not in with_default]
    return [TableProblem(None, f"{c} has no row without conditions, its default") for c in missing]


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
    known = [a for a in map(directory.find_agency, (decision.lead, *decision.partners)) if a is not None]
    if known and not any(agency.takes_referrals for agency in known):
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
