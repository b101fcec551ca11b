"""Filters in the address of a page: text, and days in the place's own time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.console.visits import Visit

_LONGEST_QUERY = 254
_LOCAL_TIME = ZoneInfo("Europe/London")


def asked_text(visit: Visit, name: str) -> str:
    """What the address says under that name, without blanks around it; empty when it says nothing."""
    return visit.request.query_params.get(name, "").strip()[:_LONGEST_QUERY]


def asked_begin(visit: Visit, name: str) -> datetime | None:
    """The moment at which a day of the address begins; what is no day leaves nothing out."""
    return _begin_of(_day(visit, name))


def asked_end(visit: Visit, name: str) -> datetime | None:
    """The moment at which a day of the address is over."""
    day = _day(visit, name)
    return _begin_of(day + timedelta(days=1)) if day else None


def _day(visit: Visit, name: str) -> date | None:
    try:
        return date.fromisoformat(asked_text(visit, name))
    except ValueError:
        return None


def _begin_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, _LOCAL_TIME) if day else None
