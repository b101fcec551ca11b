"""What residents said some weeks after their case was closed, as tables without small numbers."""

from __future__ import annotations

from bot.console.templating import show_key
from bot.domain.documents import Cell, ChartKind, Table
from bot.domain.figures import Figures
from bot.domain.suppression import SafeTable

_NAMES = {"unknown": "Don't know"}


def list_follow_up_tables(figures: Figures, threshold: int) -> list[Table]:
    """Whether it was fixed, and how well people were kept informed, for cases closed in the period."""
    said = figures.follow_ups
    fixed = said.safe_answers(threshold) if said else None
    informed = said.safe_informed(threshold) if said else None
    return [
        _table("follow_up", "Fixed, some weeks later", fixed, threshold),
        _table("informed", "How well kept informed", informed, threshold),
    ]


def _table(key: str, title: str, safe: SafeTable | None, threshold: int) -> Table:
    columns = ("Answer", "People")
    if safe is None:
        return Table(key, title, columns, (), f"Fewer than {threshold} people: nothing is shown.")
    rows: list[tuple[Cell, ...]] = [
        (_NAMES.get(row, show_key(row)), counts[0])
        for row, counts in zip(safe.rows, safe.counts, strict=True)
    ]
    summary = f"{safe.total:,} people, about cases that were closed in the period."
    if safe.hides_something:
        summary += f" Numbers below {threshold} are hidden (–), with what would give them away."
    return Table(key, title, columns, tuple(rows), summary, None if safe.hides_something else ChartKind.BARS)
