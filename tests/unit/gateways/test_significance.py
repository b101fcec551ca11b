"""Figures from textbooks and papers, so that what is said of a link can be trusted."""

from __future__ import annotations

import pytest

from bot.domain.survey_significance import Method, say_association, say_difference
from bot.gateways.significance import compare_shares, measure_association


def test_chi_squared_as_worked_by_hand() -> None:
    found = measure_association([[10, 20], [20, 10]])
    assert found is not None
    assert found.method is Method.CHI_SQUARED
    assert found.p == pytest.approx(0.00982, abs=1e-5)
    assert found.strength == pytest.approx(1 / 3)
    said = " ".join(say_association(found))
    assert "There is a link, and it is moderate" in said
    assert "less than 1 in 100 times" in said
    assert "60 people by chi-squared test" in said


def test_small_counts_are_tested_exactly() -> None:
    found = measure_association([[8, 2], [1, 5]])
    assert found is not None
    assert found.method is Method.FISHER
    assert found.p == pytest.approx(0.03497, abs=1e-5)
    assert "a handful more could turn this around" in " ".join(say_association(found))


def test_more_rows_with_small_counts_say_the_same_every_time() -> None:
    counts = [[3, 0, 1], [0, 4, 1], [1, 1, 5]]
    first, again = measure_association(counts), measure_association(counts)
    assert first == again
    assert first is not None
    assert first.method is Method.FISHER
    # The exact value over all tables with these totals.
    assert first.p == pytest.approx(0.019, abs=0.006)


def test_no_link_is_called_one() -> None:
    found = measure_association([[50, 51], [49, 50]])
    assert "No clear link" in " ".join(say_association(found))


@pytest.mark.parametrize("counts", [[], [[5, 0], [7, 0]], [[5, 7]], [[0, 0], [0, 0]]])
def test_nothing_to_compare_is_said(counts: list[list[int]]) -> None:
    assert measure_association(counts) is None
    assert "nothing can be compared" in " ".join(say_association(None))


def test_a_change_has_the_interval_of_the_paper() -> None:
    # Newcombe (1998), example a: 56 of 70 against 48 of 80.
    found = compare_shares((56, 70), (48, 80))
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(5.24, abs=0.01), pytest.approx(33.39, abs=0.01))
    assert say_difference(found) == "Up, by 5 to 33 points"


def test_a_change_that_could_be_chance_is_called_so() -> None:
    assert say_difference(compare_shares((9, 20), (11, 20))) == "Could be chance"
    assert say_difference(compare_shares((9, 0), (11, 20))) == "Can't be compared"
    down = compare_shares((10, 100), (40, 100))
    assert say_difference(down).startswith("Down, by 1")
