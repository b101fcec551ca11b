"""What a report that is read in public may say of concerns: counts with small numbers hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.figures import FiguredConcern, Figures, Period, Times, count
from bot.domain.suppression import CountTable, SafeTable, merge_small_groups, suppress

SENSITIVE = "sensitive"
"""Stands for the category of every sensitive concern: in public it is not told which."""
OTHER = "other"
"""Stands for areas that are too small to be shown apart."""
ALL = "all"
IN_TIME, OVERDUE = "open_in_time", "open_overdue"


@dataclass(frozen=True, slots=True)
class ScrutinyFigures:
    """All that may be said of a period; None stands for what would say too much.

    Each concern stands in one cell of each table, and the tables share nothing but the total, so that
    none tells what another hides.
    """

    period: Period
    total: int | None
    total_before: int | None
    by_kind: SafeTable | None
    """By category; crossed with areas nearly every cell would be too small to be shown."""
    by_area: dict[str, int]
    """Small areas put together, the greatest first; empty where there are too few concerns."""
    by_month: SafeTable | None
    by_standing: SafeTable | None
    """How closed ones ended, and whether open ones are overdue."""
    acknowledging: Times | None
    resolving: Times | None
    places: dict[str, int]
    referrals: int | None
    partners: Sequence[str]


def scrutinise(
    concerns: Sequence[FiguredConcern], figures: Figures, today: date, threshold: int
) -> ScrutinyFigures:
    """The figures with everything hidden that rests on fewer concerns than the threshold."""

    def enough(number: int | None) -> int | None:
        return number if number is not None and number >= threshold else None

    months = list(figures.by_month)
    return ScrutinyFigures(
        period=figures.period,
        total=enough(len(concerns)),
        total_before=enough(figures.total_before),
        by_kind=count_kinds(concerns, threshold),
        by_area=_by_area(concerns, threshold),
        by_month=_safe(_table(concerns, lambda concern: concern.month, months), threshold),
        by_standing=_safe(_table(concerns, lambda concern: _standing(concern, today)), threshold),
        acknowledging=figures.acknowledging if enough(figures.acknowledging.count) else None,
        resolving=figures.resolving if enough(figures.resolving.count) else None,
        places={place: number for place, number in figures.repeat_places.items() if enough(number)},
        referrals=enough(figures.referrals),
        partners=figures.partners if enough(figures.referrals) else (),
    )


def count_kinds(concerns: Sequence[FiguredConcern], threshold: int) -> SafeTable | None:
    """Concerns by category, all sensitive ones together; None where there are too few."""
    return _safe(_table(concerns, kind_of), threshold)


def kind_of(concern: FiguredConcern) -> str:
    """The category, or `SENSITIVE`."""
    return SENSITIVE if concern.is_sensitive else concern.category


def whole_months(period: Period) -> Period:
    """The months that lie in the period as a whole, or else the one before its last day's.

    Reports over periods that differ by a day would tell, side by side, what happened on that day.
    """
    after = period.last + timedelta(days=1)
    last = after.replace(day=1) - timedelta(days=1)
    first = period.first
    if first.day > 1:
        first = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Period(min(first, last.replace(day=1)), last)


def _table(
    concerns: Sequence[FiguredConcern], row: Callable[[FiguredConcern], str], rows: Sequence[str] = ()
) -> CountTable:
    """Counts by row in one column; by name, since an order by size would bound what is hidden."""
    found = Counter(row(concern) for concern in concerns)
    names = rows or sorted(found)
    return CountTable(tuple(names), (ALL,), tuple((found[name],) for name in names))


def _by_area(concerns: Sequence[FiguredConcern], threshold: int) -> dict[str, int]:
    found = count(concerns, lambda concern: concern.hub_area)
    merged = merge_small_groups(CountTable((ALL,), tuple(found), (tuple(found.values()),)), threshold, OTHER)
    return dict(zip(merged.columns, merged.column_totals(), strict=True)) if merged is not None else {}


def _safe(table: CountTable, threshold: int) -> SafeTable | None:
    return suppress(table, threshold) if table.total >= threshold else None


def _standing(concern: FiguredConcern, today: date) -> str:
    if concern.is_open:
        return OVERDUE if concern.is_overdue(today) else IN_TIME
    return concern.outcome or "closed"
