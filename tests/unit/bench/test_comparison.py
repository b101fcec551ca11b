"""Both sides' figures beside each other."""

from __future__ import annotations

import pytest

from bench.comparison import TARGETS, Comparison, Target, compare


@pytest.mark.parametrize(
    ("target", "ratio", "met"),
    [
        (Target(0.45, "at most"), 0.45, True),
        (Target(0.45, "at most"), 0.46, False),
        (Target(3, "at least"), 3.0, True),
        (Target(3, "at least"), 2.9, False),
    ],
)
def test_a_target_is_reached_at_its_limit(target: Target, ratio: float, met: bool) -> None:
    assert target.is_met(ratio) is met


def test_the_ratio_is_ours_by_stocks() -> None:
    comparison = Comparison("training_seconds", stock=600, ours=30)

    assert comparison.ratio == 0.05
    assert comparison.is_met is True


def test_a_figure_without_a_promise_is_neither_met_nor_missed() -> None:
    assert Comparison("p50_ms_at_1", stock=40, ours=10).is_met is None


def test_only_figures_of_both_sides_are_compared() -> None:
    found = compare({"a": 2, "training_seconds": 10}, {"training_seconds": 1, "b": 3}, frozenset({"a"}))

    assert found == [Comparison("training_seconds", 10, 1)]


def test_a_lower_bound_is_marked() -> None:
    (found,) = compare({"training_seconds": 10}, {"training_seconds": 1}, frozenset({"training_seconds"}))

    assert found.is_stock_at_least


@pytest.mark.parametrize(("ours", "met"), [(1, True), (5, None)])
def test_a_lower_bound_can_show_that_a_promise_is_kept_but_not_that_it_is_broken(
    ours: float, met: bool | None
) -> None:
    assert Comparison("training_seconds", 10, ours, is_stock_at_least=True).is_met is met


def test_what_was_promised() -> None:
    assert {name: (target.kind, round(target.limit, 2)) for name, target in TARGETS.items()} == {
        "start_to_first_answer_seconds": ("at most", 0.17),
        "memory_pss_mb": ("at most", 0.45),
        "training_seconds": ("at most", 0.1),
        "messages_per_second_at_1": ("at least", 3),
        "messages_per_second_at_8": ("at least", 3),
        "messages_per_second_at_32": ("at least", 3),
        "p95_ms_at_8": ("at most", 0.33),
        "feeds_seconds": ("at most", 1),
        "feeds_added_memory_mb": ("at most", 1),
    }
