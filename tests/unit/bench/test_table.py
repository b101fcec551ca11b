"""The table that the bench prints."""

from __future__ import annotations

from bench.comparison import Comparison
from bench.queue_figures import QueueFigure
from bench.table import render_queue_table, render_table


def test_every_figure_has_a_line_with_both_sides_ratio_and_target() -> None:
    table = render_table(
        [
            Comparison("training_seconds", 1234.5, 20.25, is_stock_at_least=True),
            Comparison("messages_per_second_at_8", 40, 100),
            Comparison("p50_ms_at_8", 8, 2),
            Comparison("training_seconds", 180, 60, is_stock_at_least=True),
        ]
    )

    assert table.splitlines() == [
        "                          stock Rasa  Local Focus  ratio   target",
        "-" * 77,
        "training seconds              >1,234         20.2  <0.02  <= 0.10         met",
        "messages per second at 8        40.0          100   2.50  >= 3.00      MISSED",
        "p50 ms at 8                     8.00         2.00   0.25",
        "training seconds                >180         60.0  <0.33  <= 0.10  can't tell",
    ]


def test_the_queues_have_a_column_for_each_database() -> None:
    table = render_queue_table(
        [
            QueueFigure("broadcast_seconds", {"SQLite": 334.25}),
            QueueFigure("broadcast_refused_429", {"SQLite": 0, "PostgreSQL": 2}),
        ]
    )

    assert table.splitlines() == [
        "queues                 SQLite    PostgreSQL   target",
        "-" * 60,
        "broadcast seconds         334  not measured",
        "broadcast refused 429    0.00          2.00  <= 0.00  MISSED",
    ]
