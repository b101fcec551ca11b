"""A referral's fields as plain values and as lines that an officer reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.domain.referral_packages import ReferralPackage

_LOCAL_TIME = ZoneInfo("Europe/London")
#: Field -> what stands before it; in this order.
_TITLES = {
    "category": "What",
    "description": "What was reported",
    "details": "More",
    "place_name": "Where",
    "coordinates": "Coordinates",
    "happened": "When",
    "is_ongoing": "Still going on",
    "contact": "The resident can be reached by",
    "filed_at": "Reported on",
    "target_on": "Please look at it by",
}


def plain_fields(package: ReferralPackage) -> dict[str, Any]:
    """The fields as JSON has them: days and moments as ISO 8601."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in package.fields.items()
    }


def describe(package: ReferralPackage) -> list[tuple[str, str]]:
    """Title and text of every field that there is, in the order in which they are read."""
    fields = dict(package.fields)
    if fields.get("latitude") is not None and fields.get("longitude") is not None:
        fields["coordinates"] = f"{fields['latitude']:.6f}, {fields['longitude']:.6f}"
    return [(title, _text(name, fields[name])) for name, title in _TITLES.items() if _is_said(fields, name)]


def _is_said(fields: dict[str, Any], name: str) -> bool:
    return fields.get(name) not in (None, "")


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        value = value.astimezone(_LOCAL_TIME).date()
    if isinstance(value, date):
        return format_date(value, "EEEE d MMMM y", locale="en_GB")
    return str(value).replace("_", " ").capitalize() if name == "category" else str(value)
