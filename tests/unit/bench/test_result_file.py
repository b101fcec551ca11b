"""The file that keeps a run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.comparison import Comparison
from bench.queue_figures import QueueFigure
from bench.result_file import Run, write_result

RUN = Run(
    profile="quick",
    day=date(2026, 3, 4),
    machine={"cores": 2},
    setup={"examples": 12},
    comparisons=[Comparison("training_seconds", 100, 5), Comparison("p50_ms_at_1", 20, 10)],
    details={"stock": {"start_seconds": [30.5]}},
    notes=["Given up."],
)


def test_it_is_named_after_the_day_and_the_profile(tmp_path: Path) -> None:
    assert write_result(tmp_path / "results", RUN) == tmp_path / "results" / "2026-03-04-quick.json"


def test_it_holds_both_sides_the_ratio_the_target_and_the_machine(tmp_path: Path) -> None:
    written = json.loads(write_result(tmp_path, RUN).read_text(encoding="utf-8"))

    assert written == {
        "date": "2026-03-04",
        "profile": "quick",
        "machine": {"cores": 2},
        "setup": {"examples": 12},
        "figures": {
            "training_seconds": {
                "stock": 100,
                "stock_is_a_lower_bound": False,
                "ours": 5,
                "ratio": 0.05,
                "target": {"kind": "at most", "ratio": 0.1},
                "met": True,
            },
            "p50_ms_at_1": {
                "stock": 20,
                "stock_is_a_lower_bound": False,
                "ours": 10,
                "ratio": 0.5,
                "target": None,
                "met": None,
            },
        },
        "feeds": {},
        "queues": {},
        "targets_met": True,
        "notes": ["Given up."],
        "details": {"stock": {"start_seconds": [30.5]}},
    }


def test_one_missed_target_is_a_miss(tmp_path: Path) -> None:
    missed = replace(RUN, comparisons=[*RUN.comparisons, Comparison("p95_ms_at_8", 100, 90)])

    assert json.loads(write_result(tmp_path, missed).read_text(encoding="utf-8"))["targets_met"] is False


def test_the_feeds_are_a_section_of_their_own_beside_reader(tmp_path: Path) -> None:
    feeds = [Comparison("feeds_seconds", 20, 10), Comparison("feeds_added_memory_mb", 40, 80)]
    written = json.loads(write_result(tmp_path, replace(RUN, feeds=feeds)).read_text(encoding="utf-8"))

    assert {name: (one["reader"], one["ours"], one["met"]) for name, one in written["feeds"].items()} == {
        "feeds_seconds": (20, 10, True),
        "feeds_added_memory_mb": (40, 80, False),
    }
    assert written["targets_met"] is False


def test_the_queues_are_a_section_of_their_own(tmp_path: Path) -> None:
    queues = [
        QueueFigure("broadcast_share_of_allowed_rate", {"SQLite": 0.9, "PostgreSQL": 0.96}),
        QueueFigure("broadcast_seconds", {"SQLite": 334.25}),
    ]
    written = json.loads(write_result(tmp_path, replace(RUN, queues=queues)).read_text(encoding="utf-8"))

    assert written["queues"] == {
        "broadcast_share_of_allowed_rate": {
            "sqlite": 0.9,
            "postgresql": 0.96,
            "target": {"kind": "at least", "value": 0.95},
            "met": False,
        },
        "broadcast_seconds": {"sqlite": 334.25, "target": None, "met": None},
    }
    assert written["targets_met"] is False
