"""Tries to work out hidden counts from everything that is shown, as somebody with time and a pencil would."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.suppression import CountTable, SafeTable, merge_small_groups, suppress

THRESHOLD = 3


@st.composite
def tables(draw: st.DrawFn) -> CountTable:
    """Small tables, so that all that fit can be listed."""
    height, width = draw(st.integers(2, 3)), draw(st.integers(1, 3))
    counts = st.lists(st.integers(0, 6), min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(counts, min_size=height, max_size=height))
    names = tuple(f"row {i}" for i in range(height)), tuple(f"column {j}" for j in range(width))
    return CountTable(*names, tuple(rows))


def list_fitting(safe: SafeTable) -> list[tuple[tuple[int, ...], ...]]:
    """Every table without negative counts that agrees with what is shown."""
    columns = []
    for j, total in enumerate(safe.column_totals):
        shown = [row[j] for row in safe.counts]
        ranges = [range(total + 1) if count is None else (count,) for count in shown]
        columns.append([column for column in product(*ranges) if sum(column) == total])
    found = []
    for chosen in product(*columns):
        rows = tuple(zip(*chosen, strict=True))
        totals = zip(rows, safe.row_totals, strict=True)
        if all(total is None or sum(row) == total for row, total in totals):
            found.append(rows)
    return found


@given(tables())
def test_no_hidden_count_can_be_worked_out(table: CountTable) -> None:
    merged = merge_small_groups(table, THRESHOLD, "others")
    safe = suppress(merged, THRESHOLD) if merged else None
    if safe is None:
        return
    fitting = list_fitting(safe)
    for i, row in enumerate(safe.counts):
        for j, count in enumerate(row):
            if count is None:
                assert len({one[i][j] for one in fitting}) > 1
        if safe.row_totals[i] is None:
            assert len({sum(one[i]) for one in fitting}) > 1


@given(tables())
def test_what_is_shown_is_true_and_not_small(table: CountTable) -> None:
    merged = merge_small_groups(table, THRESHOLD, "others")
    safe = suppress(merged, THRESHOLD) if merged else None
    if merged is None or safe is None:
        return
    assert safe.column_totals == merged.column_totals()
    assert min(safe.column_totals) >= THRESHOLD
    for shown, true in zip(safe.counts, merged.counts, strict=True):
        for count, real in zip(shown, true, strict=True):
            assert count is None or count == real
            assert count is None or count == 0 or count >= THRESHOLD


@given(tables())
def test_small_groups_are_put_together_and_nobody_is_lost(table: CountTable) -> None:
    merged = merge_small_groups(table, THRESHOLD, "others")
    if table.total < THRESHOLD:
        assert merged is None
    else:
        assert merged is not None
        assert [sum(row) for row in merged.counts] == [sum(row) for row in table.counts]


def test_one_small_count_takes_another_with_it() -> None:
    table = CountTable(("a", "b", "c"), ("all",), ((4,), (30,), (50,)))
    safe = suppress(table, 10)
    assert safe is not None
    assert safe.counts == ((None,), (None,), (50,))


def test_hidden_counts_reach_the_threshold_together() -> None:
    table = CountTable(("a", "b", "c"), ("all",), ((1,), (1,), (50,)))
    safe = suppress(table, 10)
    assert safe is not None
    assert safe.counts == ((None,), (None,), (None,))


def test_nothing_is_hidden_that_needs_no_hiding() -> None:
    table = CountTable(("a", "b"), ("north", "south"), ((20, 30), (0, 40)))
    safe = suppress(table, 10)
    assert safe is not None
    assert not safe.hides_something
    assert safe.row_totals == (50, 40)


def test_a_group_below_the_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match="smaller than the threshold"):
        suppress(CountTable(("a",), ("north",), ((4,),)), 10)
