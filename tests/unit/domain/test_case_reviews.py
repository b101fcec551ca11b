"""Counting months back for the threshold of an ASB Case Review."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.case_reviews import months_before


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 26), 6, date(2026, 5, 26)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 24, date(2024, 12, 31)),
    ],
)
def test_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected
