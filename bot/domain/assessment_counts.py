"""Concerns by category and area for what leaves the hub, the same whatever survey is beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.categories import Category
from bot.domain.figures import FiguredConcern, count
from bot.domain.scrutiny import OTHER, SENSITIVE, count_kinds, kind_of
from bot.domain.suppression import CountTable, merge_small_groups, suppress

#: Sensitive wherever they happen; a concern of another category may be so by the routing table.
ALWAYS_SENSITIVE = frozenset(
    {Category.DOMESTIC_ABUSE, Category.HATE_CRIME, Category.DRUGS, Category.WELFARE_CONCERN}
)
_REST = "rest"


@dataclass(frozen=True, slots=True)
class SafeConcerns:
    """Counts of a period of which nothing tells about a few concerns.

    All categories are hidden together, and never less than in the scrutiny report of the same months:
    packs beside different surveys, and that report, add nothing to one another.
    """

    threshold: int
    total: int | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    """Row -> concerns in all areas; a row is a category, or one behind `sensitive:`."""
    by_area: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    """By row and area; empty where no areas can be told apart."""
    areas: frozenset[str] = frozenset()
    """Areas that are shown apart."""
    hidden: frozenset[str] = frozenset()
    """Categories of which nothing can be said."""

    def is_sensitive(self, category: str) -> bool:
        """Whether of a category only what reaches the threshold is shown."""
        return category in ALWAYS_SENSITIVE or (
            category not in self.totals and f"{SENSITIVE}:{category}" in self.totals
        )

    def find(self, category: str, area: str = "") -> int | None:
        """How many there are, in one area where one is given; None where that isn't shown."""
        if self.total is None or category in self.hidden or (area and area not in self.areas):
            return None
        is_sensitive = self.is_sensitive(category)
        row = f"{SENSITIVE}:{category}" if is_sensitive else category
        known = row in self.totals
        found = self.by_area[row, area] if known and area else self.totals.get(row, 0)
        if is_sensitive and (found is None or found < self.threshold):
            return None
        return found


def count_safely(concerns: Sequence[FiguredConcern], threshold: int) -> SafeConcerns:
    """The counts of concerns that were filed in whole months."""
    kinds = count_kinds(concerns, threshold)
    if kinds is None:
        return SafeConcerns(threshold)
    folded = {row for row, cells in zip(kinds.rows, kinds.counts, strict=True) if cells[0] is None}
    apart = set() if SENSITIVE in folded else _list_apart(concerns, threshold)

    def row_of(concern: FiguredConcern) -> str:
        kind = kind_of(concern)
        if kind in folded:
            return _REST
        if kind != SENSITIVE:
            return kind
        return f"{SENSITIVE}:{concern.category}" if concern.category in apart else SENSITIVE

    cells = Counter((row_of(one), one.hub_area) for one in concerns)
    rows = tuple(sorted({row for row, _ in cells}))
    areas = tuple(count(concerns, lambda one: one.hub_area))
    counts = tuple(tuple(cells[row, area] for area in areas) for row in rows)
    totals = {row: sum(line) for row, line in zip(rows, counts, strict=True)}
    merged = merge_small_groups(CountTable(rows, areas, counts), threshold, OTHER)
    if merged is None or any(number < threshold for number in totals.values()):
        return SafeConcerns(threshold)
    safe = suppress(merged, threshold, knows_totals=True)
    shown = (
        {
            (row, area): number
            for row, line in zip(safe.rows, safe.counts, strict=True)
            for area, number in zip(safe.columns, line, strict=True)
        }
        if safe
        else {}
    )
    return SafeConcerns(
        threshold,
        len(concerns),
        {row: number for row, number in totals.items() if row not in {_REST, SENSITIVE}},
        shown,
        frozenset(merged.columns) - {OTHER} if safe else frozenset(),
        frozenset(folded),
    )


def _list_apart(concerns: Sequence[FiguredConcern], threshold: int) -> set[str]:
    """Sensitive categories that can be told apart, so that the rest of them is enough, or nothing."""
    found = count([one for one in concerns if one.is_sensitive], lambda one: one.category)
    names = tuple(sorted(found))
    merged = merge_small_groups(
        CountTable(("",), names, (tuple(found[name] for name in names),)), threshold, OTHER
    )
    return set(merged.columns) - {OTHER} if merged else set()
