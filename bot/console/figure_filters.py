"""Which figures an address asks for, so that each view of them can be bookmarked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from bot.console.visits import Visit
from bot.domain.categories import Category
from bot.domain.figures import LOCAL_TIME, UNKNOWN, Period
from bot.services.figures import FiguresFilter

_LATEST, _YEAR = timedelta(days=90), timedelta(days=364)
_APRIL = 4
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST = 80


def _latest(today: date) -> Period:
    return Period(today - _LATEST, today)


def _last_month(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def _last_quarter(today: date) -> Period:
    """The three months before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    for _ in range(2):
        first = (first - timedelta(days=1)).replace(day=1)
    return Period(first, last)


def _financial_year(today: date) -> Period:
    year = today.year if today.month >= _APRIL else today.year - 1
    return Period(date(year, _APRIL, 1), today)


#: Name in the address -> what it is called, and which days it means today.
PERIODS: Mapping[str, tuple[str, Callable[[date], Period]]] = {
    "latest": ("Last 90 days", _latest),
    "month": ("Last month", _last_month),
    "quarter": ("Last three months", _last_quarter),
    "year": ("Last 12 months", lambda today: Period(today - _YEAR, today)),
    "financial": ("This financial year", _financial_year),
}


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """What was asked for, and the address that asks for it again."""

    wanted: FiguresFilter
    today: date
    address: str
    """Query of the address, without a question mark."""
    problem: str = ""

    def views(self) -> list[tuple[str, str]]:
        """Periods that are one click away, with the other filters kept."""
        kept = {"area": self.wanted.area, "category": self.wanted.category}
        return [
            (title, urlencode({"period": name, **{key: value for key, value in kept.items() if value}}))
            for name, (title, _) in PERIODS.items()
        ]


def read_filter(visit: Visit, default: str = "latest") -> AskedFigures:
    """The filters of the address; what can't be read leaves nothing out. `default` is a name of a period."""
    query = {
        name: value.strip()[:_LONGEST]
        for name, value in visit.request.query_params.items()
        if name in {"from", "to", "period", "area", "category"} and value.strip()
    }
    today = datetime.now(LOCAL_TIME).date()
    named = PERIODS[query.get("period", default) if query.get("period") in PERIODS else default][1](today)
    asked_first, asked_last = read_days(visit)
    first, last = asked_first or named.first, asked_last or named.last
    problem = "The first day has to come before the last." if first > last else ""
    period = named if problem else Period(first, last)
    area, category = query.get("area", ""), query.get("category", "")
    wanted = FiguresFilter(
        period,
        area if area in {UNKNOWN, *visit.services.area_names} else "",
        category if category in {UNKNOWN, *Category} else "",
    )
    return AskedFigures(wanted, today, urlencode(query), problem)


def read_days(visit: Visit) -> tuple[date | None, date | None]:
    """The first and last day that the address asks for; None for what can't be read."""
    query = visit.request.query_params
    return _day(query.get("from", "").strip()), _day(query.get("to", "").strip())


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
