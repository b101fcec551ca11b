"""The calendar that agencies work by: working days in England."""

from __future__ import annotations

from datetime import date

import holidays

from bot.domain.working_days import add_working_days

BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


def target_day(start: date, working_days: int) -> date:
    """The working day that comes so many working days after `start`."""
    return add_working_days(start, working_days, BANK_HOLIDAYS)
