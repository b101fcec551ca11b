"""Working days: weekends and bank holidays don't count."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.working_days import add_working_days, is_working_day

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


class TestAddWorkingDays:
    @pytest.mark.parametrize(
        ("start", "count", "expected"),
        [
            (date(2026, 11, 23), 2, date(2026, 11, 25)),
            (date(2026, 11, 20), 1, date(2026, 11, 23)),
            (date(2026, 11, 21), 1, date(2026, 11, 23)),
            (date(2026, 12, 24), 1, date(2026, 12, 29)),
            (date(2026, 11, 23), 0, date(2026, 11, 23)),
            (date(2026, 11, 22), 0, date(2026, 11, 23)),
        ],
    )
    def test_it_counts_working_days_only(self, start: date, count: int, expected: date) -> None:
        assert add_working_days(start, count, CHRISTMAS) == expected

    def test_it_refuses_to_count_backwards(self) -> None:
        with pytest.raises(ValueError, match="forwards"):
            add_working_days(date(2026, 1, 1), -1, CHRISTMAS)


class TestIsWorkingDay:
    def test_a_bank_holiday_is_none(self) -> None:
        assert not is_working_day(date(2026, 12, 25), CHRISTMAS)
        assert is_working_day(date(2026, 12, 24), CHRISTMAS)
