"""Documents of tables and plain sentences: the same one becomes a page, a PDF, a chart or a CSV file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

type Cell = str | int | float | None
"""None is shown as a dash: unknown, not given, or hidden."""


MOST_SERIES, MOST_GROUPED = 6, 60
"""Bars side by side, and bars in all, that can be read in one chart of groups."""


class ChartKind(StrEnum):
    """How a table's second column is drawn over its first."""

    BARS = "bars"
    """Lying, for names, the first on top."""
    COLUMNS = "columns"
    """Standing, for what follows in time."""
    GROUPS = "groups"
    """Lying bars side by side under each name: `chart_rows` as a name and a number for each of `series`."""
    POINTS = "points"
    """A map: each of `chart_rows` as a name, a count, a latitude and a longitude."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the sentence that sums it up."""

    key: str
    """Its name in addresses and file names."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summary: str = ""
    chart: ChartKind | None = None
    chart_rows: tuple[tuple[Cell, ...], ...] = ()
    """What is drawn where that isn't every row, as with hidden numbers."""
    series: tuple[str, ...] = ()
    """What the numbers of each drawn row are, where it has several; one that is None is not drawn at all."""

    def grouped(self, series: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> Table:
        """The same with a chart of groups, if that can be read and anything is known."""
        known = [cell for row in rows for cell in row[1:] if cell is not None]
        if not known or len(series) > MOST_SERIES or len(rows) * len(series) > MOST_GROUPED:
            return self
        return replace(self, chart=ChartKind.GROUPS, chart_rows=rows, series=series)

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers, which stand to the right."""
        return column > 0 and not any(isinstance(row[column], str) for row in self.rows)

    def shown_rows(self) -> list[list[str]]:
        """The rows as people read them."""
        return [[show(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences and tables under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    has_charts: bool = False
    """Whether charts stand over the tables in the PDF too."""


def show(cell: Cell) -> str:
    """A cell as people read it: thousands apart, one place behind the point, a real minus sign."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    return (f"{cell:,}" if isinstance(cell, int) else f"{cell:,.1f}").replace("-", "−")
