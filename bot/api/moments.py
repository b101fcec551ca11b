"""Moments and days in addresses: written as ISO 8601 says, and within what can be counted from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)


def _written(value: object) -> object:
    # A bare number would be taken for seconds.
    if not isinstance(value, str) or "-" not in value or not value[:1].isdigit():
        raise ValueError("expected a moment such as 2027-03-01T00:00:00Z")
    # A plus sign that was not encoded arrives as a blank.
    return value.replace(" ", "+") if "T" in value.upper() else value


def _moment_within(moment: datetime) -> datetime:
    """No concern is older or newer than the bounds, so that they mean the same."""
    if moment.year < _FIRST.year:
        return datetime.combine(_FIRST, datetime.min.time(), UTC)
    return datetime.combine(_LAST, datetime.min.time(), UTC) if moment.year >= _LAST.year else moment


def _written_day(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("expected a day such as 2027-03-01")
    return date.fromisoformat(value) if len(value) == len("2027-03-01") else _written_day(None)


Moment = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_moment_within)]
Day = Annotated[date, BeforeValidator(_written_day), AfterValidator(lambda day: min(max(day, _FIRST), _LAST))]
