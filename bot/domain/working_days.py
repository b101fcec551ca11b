"""Working days: target dates count Monday to Friday without bank holidays."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

_SATURDAY = 5


def is_working_day(day: date, bank_holidays: Container[date]) -> bool:
    """Whether agencies work on that day."""
    return day.weekday() < _SATURDAY and day not in bank_holidays


def add_working_days(start: date, count: int, bank_holidays: Container[date]) -> date:
    """The working day that comes `count` working days after `start`; `start` itself doesn't count.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while count > 0 or not is_working_day(day, bank_holidays):
        day += timedelta(days=1)
        if is_working_day(day, bank_holidays):
            count -= 1
            if count <= 0:
                break
    return day
