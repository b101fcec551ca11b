"""The comparison as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from bench.comparison import Comparison, Target
from bench.queue_figures import STORES, QueueFigure
from bench.result_file import Run

_STOCK, _READER = "stock Rasa", "reader"
_NOT_MEASURED = "not measured"


def render_run(run: Run) -> str:
    """All tables of a run, and what has to be known to read them."""
    tables = [render_table(run.comparisons)] if run.comparisons else []
    tables += [render_table(run.feeds, _READER)] if run.feeds else []
    tables += [render_queue_table(run.queues)] if run.queues else []
    return "\n\n".join(["", *tables, *(f"Note: {note}" for note in run.notes)])


def render_table(comparisons: Sequence[Comparison], other: str = _STOCK) -> str:
    """One line a figure: both sides, ours divided by stock's, what was promised, and whether it is kept."""
    head = ("", other, "Local Focus", "ratio", "target", "")
    return _render([head, *(_row(comparison) for comparison in comparisons)])


def render_queue_table(figures: Sequence[QueueFigure]) -> str:
    """One line a figure of the queues: on each database, what was promised, and whether it is kept."""
    return _render([("queues", *STORES, "target", ""), *(_queue_row(figure) for figure in figures)])


def _render(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _row(comparison: Comparison) -> tuple[str, ...]:
    bound = comparison.is_stock_at_least
    return (
        comparison.name.replace("_", " "),
        (">" if bound else "") + _number(comparison.stock),
        _number(comparison.ours),
        ("<" if bound else "") + f"{comparison.ratio:.2f}",
        _target(comparison.target),
        _verdict(comparison),
    )


def _queue_row(figure: QueueFigure) -> tuple[str, ...]:
    values = [figure.values.get(store) for store in STORES]
    return (
        figure.name.replace("_", " "),
        *(_NOT_MEASURED if value is None else _number(value) for value in values),
        _target(figure.target),
        _verdict(figure),
    )


def _verdict(figure: Comparison | QueueFigure) -> str:
    if figure.is_met is None:
        return "can't tell" if figure.target else ""
    return "met" if figure.is_met else "MISSED"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _target(target: Target | None) -> str:
    if target is None:
        return ""
    return f"{'<=' if target.kind == 'at most' else '>='} {target.limit:.2f}"
