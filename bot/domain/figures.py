"""Figures: counts and times over concerns, without anything that says who told or what they said."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.follow_ups import FollowUpFigures

LOCAL_TIME = ZoneInfo("Europe/London")
UNKNOWN = "unknown"
"""Stands for a category or an area that nobody knows yet."""
REPEATS = 3
"""A place with so many concerns in the period is a repeat place."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last one, both counted, by the clock of England."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def year_before(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_before(self.first), _year_before(self.last))


@dataclass(frozen=True, slots=True)
class FiguredConcern:
    """What is counted of one concern."""

    filed_at: datetime
    category: str
    hub_area: str
    channel: str
    is_open: bool
    is_sensitive: bool
    target_on: date
    outcome: str | None = None
    closed_at: datetime | None = None
    place_id: str | None = None
    lead: str | None = None
    """Agency that is in charge."""
    sent_at: datetime | None = None
    """When it was sent to the lead."""
    acknowledged_at: datetime | None = None
    """When the lead first answered."""

    @property
    def filed_on(self) -> date:
        """The day on which it was filed, by the clock of England."""
        return self.filed_at.astimezone(LOCAL_TIME).date()

    @property
    def month(self) -> str:
        """Year and month of that day, as 2027-03."""
        return f"{self.filed_on:%Y-%m}"

    def is_overdue(self, today: date) -> bool:
        """Whether its target day has gone by while it is open."""
        return self.is_open and self.target_on < today

    @property
    def waits_for_answer(self) -> bool:
        """Whether it is open and the agency in charge has not said a word."""
        return self.is_open and self.sent_at is not None and self.acknowledged_at is None


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, in days: the median, and what nine of ten stayed within."""

    count: int
    median: float | None = None
    ninetieth: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one period; each mapping goes from a key to a count, the greatest first."""

    period: Period
    total: int
    by_category: Mapping[str, int]
    by_area: Mapping[str, int]
    by_agency: Mapping[str, int]
    by_month: Mapping[str, int]
    by_channel: Mapping[str, int]
    by_outcome: Mapping[str, int]
    repeat_places: Mapping[str, int]
    """Place id -> concerns that aren't sensitive, where there are at least `REPEATS`."""
    still_open: int
    overdue: int
    waiting: int
    """Open ones that the agency in charge has not answered."""
    acknowledging: Times
    resolving: Times
    before: Mapping[str, Mapping[str, int]] | None = field(default=None)
    """The year before by `category`, `area` and `agency`; None where records don't reach so far back."""
    referrals: int = 0
    partners: Sequence[str] = ()
    """Agencies that got referrals in the period, hubs left out."""
    follow_ups: FollowUpFigures | None = None

    @property
    def total_before(self) -> int | None:
        """Concerns in the same period of the year before."""
        return sum(self.before["category"].values()) if self.before is not None else None


def summarise(
    concerns: Sequence[FiguredConcern],
    period: Period,
    today: date,
    *,
    before: Mapping[str, Mapping[str, int]] | None = None,
    referrals: int = 0,
    partners: Sequence[str] = (),
    follow_ups: FollowUpFigures | None = None,
) -> Figures:
    """The figures of the concerns that were filed in the period."""
    return Figures(
        period=period,
        total=len(concerns),
        by_category=count(concerns, lambda concern: concern.category),
        by_area=count(concerns, lambda concern: concern.hub_area),
        by_agency=count(concerns, lambda concern: concern.lead),
        by_month=_by_month(concerns, period),
        by_channel=count(concerns, lambda concern: concern.channel),
        by_outcome=count(concerns, lambda concern: concern.outcome),
        repeat_places=repeat_places(concerns),
        still_open=sum(concern.is_open for concern in concerns),
        overdue=sum(concern.is_overdue(today) for concern in concerns),
        waiting=sum(concern.waits_for_answer for concern in concerns),
        acknowledging=measure((concern.sent_at, concern.acknowledged_at) for concern in concerns),
        resolving=measure((concern.filed_at, concern.closed_at) for concern in concerns),
        before=before,
        referrals=referrals,
        partners=partners,
        follow_ups=follow_ups,
    )


def count(concerns: Iterable[FiguredConcern], key: Callable[[FiguredConcern], str | None]) -> dict[str, int]:
    """How many concerns each key has, the greatest first; concerns without a key are left out."""
    found = Counter(value for concern in concerns if (value := key(concern)) is not None)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def repeat_places(concerns: Iterable[FiguredConcern]) -> dict[str, int]:
    """Places that were named again and again; sensitive concerns would point at homes and are left out."""
    found = count(concerns, lambda concern: None if concern.is_sensitive else concern.place_id)
    return {place: number for place, number in found.items() if number >= REPEATS}


def measure(spans: Iterable[tuple[datetime | None, datetime | None]]) -> Times:
    """How long the spans took that have ended."""
    days = sorted(max((end - begin) / _DAY, 0.0) for begin, end in spans if begin and end)
    if not days:
        return Times(0)
    ninetieth = statistics.quantiles(days, n=10, method="inclusive")[-1] if len(days) > 1 else days[0]
    return Times(len(days), statistics.median(days), ninetieth)


def change(now: int, before: int | None) -> float | None:
    """By how many per cent it grew (or shrank, below 0); None where there is nothing to compare with."""
    return (now - before) / before * 100 if before else None


def _by_month(concerns: Iterable[FiguredConcern], period: Period) -> dict[str, int]:
    """Every month of the period in its order, with 0 for those without a concern."""
    found = Counter(concern.month for concern in concerns)
    months, day = [], period.first.replace(day=1)
    while day <= period.last:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=31)).replace(day=1)
    return {month: found[month] for month in months}


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
