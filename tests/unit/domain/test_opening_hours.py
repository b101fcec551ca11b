"""When people are at the hubs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.opening_hours import OpeningHours

OFFICE = OpeningHours(frozenset(range(5)), time(9), time(17))
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 12, 24, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 24, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 24, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 24, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 26, 12, 0, tzinfo=UTC), False),
    ],
)
def test_it_is_open_in_its_hours_on_working_days(moment: datetime, is_open: bool) -> None:
    assert OFFICE.is_open(moment, CHRISTMAS) is is_open


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 24, 3, 0, tzinfo=UTC), date(2026, 12, 24)),
        (datetime(2026, 12, 23, 18, 0, tzinfo=UTC), date(2026, 12, 24)),
        (datetime(2026, 12, 24, 18, 0, tzinfo=UTC), date(2026, 12, 29)),
        (datetime(2026, 12, 28, 3, 0, tzinfo=UTC), date(2026, 12, 29)),
    ],
)
def test_it_opens_again_after_nights_weekends_and_holidays(moment: datetime, day: date) -> None:
    assert OFFICE.opens_next(moment, CHRISTMAS) == day
