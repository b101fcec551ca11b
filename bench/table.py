"""The comparison as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from bench.comparison import Comparison, Target

_HEAD = ("", "stock Rasa", "Local Focus", "ratio", "target", "")


def render_table(comparisons: Sequence[Comparison]) -> str:
    """One line a figure: both sides, ours divided by stock's, what was promised, and whether it is kept."""
    rows = [_HEAD, *(_row(comparison) for comparison in comparisons)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
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


def _verdict(comparison: Comparison) -> str:
    if comparison.is_met is None:
        return "can't tell" if comparison.target else ""
    return "met" if comparison.is_met else "MISSED"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _target(target: Target | None) -> str:
    if target is None:
        return ""
    return f"{'<=' if target.kind == 'at most' else '>='} {target.limit:.2f}"
