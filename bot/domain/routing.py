"""The decision table that sends a concern to an agency: first matching row wins, and each row says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.categories import Category
from bot.domain.routing_facts import Hazard, Land, Question, RoutingFacts, Tenure

__all__ = [
    "Condition",
    "Hazard",
    "Land",
    "Question",
    "RoutingDecision",
    "RoutingFacts",
    "RoutingRow",
    "RoutingTable",
    "Tenure",
    "decide",
]

#: In a row's condition on the landlord: any landlord, as long as we know which.
KNOWN_LANDLORD = "known"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field of the facts and the values that let a row match; cues match when any of them is there."""

    field: str
    values: frozenset[str | bool]

    def holds(self, facts: RoutingFacts) -> bool:
        """Whether the facts are known to meet this condition."""
        if self.field == "cues":
            return bool(facts.cues & self.values)
        known = getattr(facts, self.field)
        if self.field == "landlord" and known is not None and KNOWN_LANDLORD in self.values:
            return True
        return known is not None and known in self.values


@dataclass(frozen=True, slots=True)
class RoutingRow:
    """One line of the table; agencies may be written with {council}, {hub_area} or {landlord}."""

    id: str
    category: Category
    lead: str
    target_working_days: int
    why: str
    conditions: tuple[Condition, ...] = ()
    partners: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()
    advice: str | None = None
    sensitive: bool = False
    #: Nothing goes to an agency outside the hub before the resident has said yes.
    consent_first: bool = False

    def matches(self, facts: RoutingFacts) -> bool:
        """Whether this row decides for the facts, leaving earlier rows aside."""
        return facts.category is self.category and all(c.holds(facts) for c in self.conditions)


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """The rows in order, the hub areas with their councils, and who holds a concern without a place."""

    rows: tuple[RoutingRow, ...]
    #: hub area -> council
    areas: Mapping[str, str]
    unplaced_lead: str
    unplaced_why: str
    #: Names of cues that rows may use.
    cues: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """Who gets a concern, by when, and why; agencies are ids of the directory."""

    category: Category
    lead: str
    partners: tuple[str, ...]
    target_working_days: int
    sensitive: bool
    ask: tuple[Question, ...]
    advice: str | None
    row_id: str
    why: str
    consent_first: bool
    #: True when the lead will change once the place (or the landlord) is known.
    place_decides: bool


def decide(table: RoutingTable, facts: RoutingFacts) -> RoutingDecision:
    """The decision of the first row that matches.

    Raises ValueError when the hub area is not one of the table's, or when no row matches, which
    `check_table` rules out for a table that was loaded from a place pack.
    """
    facts = with_council(table, facts)
    row = next((row for row in table.rows if row.matches(facts)), None)
    if row is None:
        raise ValueError(f"no row of the routing table decides for {facts.category}")
    return decide_by_row(table, row, facts)


def decide_by_row(table: RoutingTable, row: RoutingRow, facts: RoutingFacts) -> RoutingDecision:
    """What a given row says about the facts, with its placeholders filled in."""
    lead = expand(row.lead, facts)
    holder = lead or table.unplaced_lead
    # A partner that the place will decide is looked for by whoever holds concerns without a place.
    partners = [expand(partner, facts) or table.unplaced_lead for partner in row.partners]
    return RoutingDecision(
        category=facts.category,
        lead=holder,
        partners=tuple(dict.fromkeys(p for p in partners if p != holder)),
        target_working_days=row.target_working_days,
        sensitive=row.sensitive,
        ask=row.ask,
        advice=row.advice,
        row_id=row.id,
        why=row.why if lead else table.unplaced_why,
        consent_first=row.consent_first,
        place_decides=lead is None,
    )


def with_council(table: RoutingTable, facts: RoutingFacts) -> RoutingFacts:
    """The facts with the council that the hub area implies; ValueError for a hub area not in the table."""
    if facts.hub_area is None:
        return facts
    if facts.hub_area not in table.areas:
        raise ValueError(f"{facts.hub_area!r} is not a hub area of this place")
    return replace(facts, council=table.areas[facts.hub_area])


def placeholders(agency: str) -> frozenset[str]:
    """The names between braces in an agency as a row writes it."""
    return frozenset(_PLACEHOLDER.findall(agency))


def expand(agency: str, facts: RoutingFacts) -> str | None:
    """The agency's id with placeholders filled in, or None when one of them is not known yet."""
    values = {"council": facts.council, "hub_area": facts.hub_area, "landlord": facts.landlord}
    for name in placeholders(agency):
        value = values.get(name)
        if value is None:
            return None
        agency = agency.replace("{" + name + "}", value)
    return agency
