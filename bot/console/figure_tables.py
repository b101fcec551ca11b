"""Figures as tables with names that staff read: for the dashboard, its charts, CSV files and the reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.console.console import ConsoleServices
from bot.console.templating import show_key
from bot.domain.documents import Cell, ChartKind, Table, show
from bot.domain.figures import REPEATS, UNKNOWN, Figures, Times, change

_CONCERNS, _BEFORE, _CHANGE = "Concerns", "Year before", "Change (%)"


@dataclass(frozen=True, slots=True)
class Names:
    """What keys of figures are called."""

    areas: Mapping[str, str]
    agencies: Mapping[str, str]
    places: Mapping[str, str]

    @classmethod
    def of(cls, services: ConsoleServices) -> Names:
        """The names of the hub's place pack."""
        agencies = {agency.id: agency.name for agency in services.directory.list_agencies()}
        return cls(services.area_names, agencies, services.place_names)

    def category(self, key: str) -> str:
        """A category, or that a person has to decide."""
        return "For a person to decide" if key == UNKNOWN else show_key(key)

    def area(self, key: str) -> str:
        """A hub area, or that there is none yet."""
        return "No area yet" if key == UNKNOWN else self.areas.get(key, key)

    def agency(self, key: str) -> str:
        """An agency; the bare id for one that the pack no longer has."""
        return self.agencies.get(key, key)

    def place(self, key: str) -> str:
        """A place of the gazetteer; never words of a resident, which could name a home."""
        return self.places.get(key, "A place no longer in the gazetteer")


def list_tables(figures: Figures, names: Names) -> list[Table]:
    """Every table of the dashboard in its order."""
    return [
        _compared("category", "By category", "Category", figures, figures.by_category, names.category),
        _compared("area", "By area", "Area", figures, figures.by_area, names.area),
        _compared("agency", "By agency in charge", "Agency", figures, figures.by_agency, names.agency),
        _months(figures),
        times_table(figures),
        _shares("channel", "How they reached us", "Channel", figures.by_channel),
        _shares("outcome", "How they ended", "Outcome", figures.by_outcome),
        places_table(figures, names),
    ]


def _compared(
    key: str,
    title: str,
    column: str,
    figures: Figures,
    counts: Mapping[str, int],
    name: Callable[[str], str],
) -> Table:
    """Counts beside those of the year before, where there are any."""
    if figures.before is None:
        rows: list[tuple[Cell, ...]] = [(name(one), number) for one, number in counts.items()]
        columns: tuple[str, ...] = (column, _CONCERNS)
    else:
        before = figures.before[key]
        numbers = {**counts, **{one: 0 for one in before if one not in counts}}
        rows = [
            (name(one), number, before.get(one, 0), change(number, before.get(one)))
            for one, number in numbers.items()
        ]
        columns = (column, _CONCERNS, _BEFORE, _CHANGE)
    return Table(key, title, columns, tuple(rows), _most(rows, figures.total), ChartKind.BARS)


def _months(figures: Figures) -> Table:
    rows: list[tuple[Cell, ...]] = [(show_month(month), number) for month, number in figures.by_month.items()]
    return Table(
        "month", "By month", ("Month", _CONCERNS), tuple(rows), _most(rows, figures.total), ChartKind.COLUMNS
    )


def times_table(figures: Figures) -> Table:
    """How long agencies took to answer, and concerns to be closed."""
    steps = {"Until the agency answers": figures.acknowledging, "Until it is closed": figures.resolving}
    rows: list[tuple[Cell, ...]] = [
        (name, times.count, _tenth(times.median), _tenth(times.ninetieth)) for name, times in steps.items()
    ]
    columns = ("Step", _CONCERNS, "Median (days)", "90th percentile (days)")
    summary = " ".join(_said(name, times) for name, times in steps.items())
    return Table("times", "How long it takes", columns, tuple(rows), summary)


def _said(name: str, times: Times) -> str:
    if times.median is None:
        return f"{name}: nothing to measure yet."
    return f"{name}: half within {show(times.median)} days, nine in ten within {show(times.ninetieth)}."


def _shares(key: str, title: str, column: str, counts: Mapping[str, int]) -> Table:
    total = sum(counts.values())
    rows: list[tuple[Cell, ...]] = [
        (show_key(one), number, _tenth(number / total * 100)) for one, number in counts.items()
    ]
    return Table(key, title, (column, _CONCERNS, "Share (%)"), tuple(rows), _most(rows, total))


def places_table(figures: Figures, names: Names) -> Table:
    """Places that were named again and again."""
    rows: list[tuple[Cell, ...]] = [
        (names.place(place), number) for place, number in figures.repeat_places.items()
    ]
    summary = f"Places with {REPEATS} concerns or more. Sensitive concerns are left out."
    return Table("places", "Repeat places", ("Place", _CONCERNS), tuple(rows), summary)


def _most(rows: list[tuple[Cell, ...]], total: int) -> str:
    """One sentence on the greatest of them."""
    counted = [(row[1], row[0]) for row in rows if isinstance(row[1], int) and row[1]]
    if not counted:
        return "There are none in this period."
    number, name = max(counted, key=lambda pair: pair[0])
    return f"Most: {name}, with {number:,} of {total:,} ({number / total:.0%})."


def show_month(month: str) -> str:
    """2027-03 as Mar 2027."""
    return format_date(date.fromisoformat(f"{month}-01"), "MMM y", locale="en_GB")


def _tenth(number: float | None) -> float | None:
    return None if number is None else round(number, 1)
