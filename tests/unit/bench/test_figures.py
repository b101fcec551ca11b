"""The arithmetic of measuring."""

from __future__ import annotations

import pytest

from bench.figures import LoadFigures, median_load, percentile, summarise


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 10), (20, 10), (21, 20), (50, 30), (95, 50), (100, 50)]
)
def test_a_percentile_is_one_of_the_values(percent: float, expected: float) -> None:
    assert percentile([50, 10, 40, 20, 30], percent) == expected


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="at least one"):
        percentile([], 50)


def test_a_load_is_counted_by_the_time_it_lasted() -> None:
    assert summarise([10.0, 20.0, 30.0, 40.0], failures=1, seconds=2, cpu_seconds=0.1) == LoadFigures(
        messages=4, failures=1, per_second=2, p50_ms=20, p95_ms=40, cpu_ms_per_message=25
    )


def test_of_several_loads_the_median_counts_and_no_failure_is_lost() -> None:
    rounds = [
        LoadFigures(10, 0, 5, 20, 40, 7),
        LoadFigures(20, 3, 9, 10, 90, 9),
        LoadFigures(12, 0, 6, 18, 50, 8),
    ]

    assert median_load(rounds) == LoadFigures(42, 3, per_second=6, p50_ms=18, p95_ms=50, cpu_ms_per_message=8)
