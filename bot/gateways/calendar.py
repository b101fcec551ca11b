"""The calendar that agencies work by: working days in England."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from functools import cache

from bot.domain.working_days import add_working_days


class _BankHolidays:
    """The bank holidays of England, read when they are first asked for: it reads those of every country."""

    def __contains__(self, day: object) -> bool:
        return day in open_calendar()


BANK_HOLIDAYS: Container[date] = _BankHolidays()


@cache
def open_calendar() -> Container[date]:
    """Read the bank holidays, which takes a quarter of a second; done once the hub can answer."""
    import holidays

    return holidays.country_holidays("GB", subdiv="ENG")


def target_day(start: date, working_days: int) -> date:
    """The working day that comes so many working days after `start`."""
    return add_working_days(start, working_days, BANK_HOLIDAYS)
