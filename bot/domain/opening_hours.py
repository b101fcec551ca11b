"""When people are at the hubs, and when they are there again."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_MOST_DAYS = 31
"""No holiday is as long."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The same hours on some days of the week; never on bank holidays."""

    days: frozenset[int]
    """Monday is 0."""
    opens: time
    closes: time

    def is_open(self, moment: datetime, bank_holidays: Container[date]) -> bool:
        """Whether somebody is there; `moment` is in the place's own time."""
        is_day = self._is_working(moment.date(), bank_holidays)
        return is_day and self.opens <= moment.time() < self.closes

    def opens_next(self, moment: datetime, bank_holidays: Container[date]) -> date:
        """The day on which somebody is there next; today, if the hours have not begun yet."""
        day = moment.date() if moment.time() < self.opens else moment.date() + timedelta(days=1)
        for _ in range(_MOST_DAYS):
            if self._is_working(day, bank_holidays):
                return day
            day += timedelta(days=1)
        raise ValueError("there is no working day in a month")

    def _is_working(self, day: date, bank_holidays: Container[date]) -> bool:
        return day.weekday() in self.days and day not in bank_holidays
