"""Tables for everybody as documents have them: for pages, charts, exports and reports alike."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.documents import Cell, ChartKind, Table
from bot.domain.survey_publishing import EVERYBODY, PublicTable

HIDDEN = "A dash (–) stands for a number that is hidden, so that nobody can be recognised."


def document_table(found: PublicTable) -> Table:
    """A published table; hidden counts are neither shown nor drawn."""
    groups = () if found.columns == (EVERYBODY,) else found.columns
    rows: list[tuple[Cell, ...]] = [
        (row.title, row.total, row.percent, *(row.counts if groups else ())) for row in found.rows
    ]
    drawn: list[tuple[Cell, ...]] = [(row.title, row.total) for row in found.rows if row.total is not None]
    table = Table(
        key=found.question,
        title=found.title,
        columns=("Answer", "People", "Share (%)", *groups),
        rows=tuple(rows),
        summary=f"{found.total:,} people were asked." + (f" {HIDDEN}" if found.has_hidden else ""),
    )
    if "*" in found.question:
        return table.grouped(found.columns, tuple((row.title, *row.counts) for row in found.rows))
    return replace(table, chart=ChartKind.BARS, chart_rows=tuple(drawn)) if drawn else table
