"""When a post goes out: once, daily, weekly, by a cron line, or in a season, by the clock on the wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Europe/London")
CLOCKS_BACK, CLOCKS_FORWARD = "clocks_back", "clocks_forward"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FURTHEST = timedelta(days=800)

#: The next moment on the wall that a cron line names, after one that is given; both without a zone.
type NextByCron = Callable[[str, datetime], datetime | None]


class ScheduleKind(StrEnum):
    """How often."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    CRON = "cron"
    SEASONAL = "seasonal"
    """Some weekdays between two days of each year."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When, and what becomes of a time that was missed."""

    kind: ScheduleKind
    at: time = time(17, 0)
    """By the clock on the wall; unused for cron."""
    on: date | None = None
    """The day, for once."""
    days: tuple[str, ...] = ()
    """Weekdays (`thu`), for weekly and seasonal."""
    cron: str = ""
    """Minute, hour, day, month, weekday by its name."""
    begins: str = ""
    ends: str = ""
    """The season's first and last day: `10-31`, or the day on which the clocks change."""
    every_weeks: int = 1
    """Of a season's weeks every so many-th one, counted from its first day."""
    late_minutes: int = 24 * 60
    """How long after its time a post that was missed is still sent; 0 leaves it out."""

    @property
    def lateness(self) -> timedelta:
        """The same as a span."""
        return timedelta(minutes=self.late_minutes)

    def to_json(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {
            "kind": self.kind.value,
            "at": f"{self.at:%H:%M}",
            "on": self.on.isoformat() if self.on else None,
            "days": list(self.days),
            "cron": self.cron,
            "begins": self.begins,
            "ends": self.ends,
            "every_weeks": self.every_weeks,
            "late_minutes": self.late_minutes,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Schedule:
        """What `to_json` made, or a place pack says; raises ValueError for what is no schedule."""
        schedule = cls(
            kind=ScheduleKind(kept["kind"]),
            at=time.fromisoformat(kept.get("at") or "17:00"),
            on=date.fromisoformat(str(kept["on"])) if kept.get("on") else None,
            days=tuple(kept.get("days") or ()),
            cron=kept.get("cron") or "",
            begins=kept.get("begins") or "",
            ends=kept.get("ends") or "",
            every_weeks=int(kept.get("every_weeks") or 1),
            late_minutes=int(kept.get("late_minutes", 24 * 60)),
        )
        _check(schedule)
        return schedule

    def next_due(self, after: datetime, next_by_cron: NextByCron) -> datetime | None:
        """The first moment (UTC) later than `after`; None when there is none any more.

        A time that the clocks skip is taken an hour later, and one that comes twice is taken the first time.
        """
        if self.kind is ScheduleKind.CRON:
            walls = _by_cron(self.cron, after, next_by_cron)
        else:
            walls = (datetime.combine(day, self.at) for day in self._days(after))
        moments = (wall.replace(tzinfo=LOCAL_TIME).astimezone(UTC) for wall in walls)
        return next((moment for moment in moments if moment > after), None)

    def _days(self, after: datetime) -> Iterator[date]:
        if self.kind is ScheduleKind.ONCE:
            yield from [self.on] if self.on else []
            return
        # Yesterday's may still come: a time that the clocks skipped near midnight.
        first = after.astimezone(LOCAL_TIME).date() - timedelta(days=1)
        for number in range(_FURTHEST.days):
            day = first + timedelta(days=number)
            if self._is_on(day):
                yield day

    def _is_on(self, day: date) -> bool:
        if self.days and WEEKDAYS[day.weekday()] not in self.days:
            return False
        if self.kind is not ScheduleKind.SEASONAL:
            return True
        start = season_start(day, self.begins, self.ends)
        return start is not None and (day - start).days // 7 % self.every_weeks == 0


def season_start(day: date, begins: str, ends: str) -> date | None:
    """The first day of the season that a day lies in, or None; a season may go over New Year."""
    for year in (day.year, day.year - 1):
        start, end = _day_of(begins, year), _day_of(ends, year)
        if end < start:
            end = _day_of(ends, year + 1)
        if start <= day <= end:
            return start
    return None


def _day_of(named: str, year: int) -> date:
    if named in {CLOCKS_BACK, CLOCKS_FORWARD}:
        return clock_change(year, 10 if named == CLOCKS_BACK else 3)
    # The 29th of February is the 28th in other years.
    month, day = (int(part) for part in named.split("-"))
    return date(year, month, day) if (month, day) != (2, 29) else date(year, 3, 1) - timedelta(days=1)


def clock_change(year: int, month: int) -> date:
    """The day of a month on which the clocks change, as the time zone's rules have it."""
    days = (date(year, month, number) for number in range(2, 32))
    return next(day for day in days if _offset(day) != _offset(day - timedelta(days=1)))


def _offset(day: date) -> timedelta | None:
    return datetime.combine(day, time(12), LOCAL_TIME).utcoffset()


def _by_cron(cron: str, after: datetime, next_by_cron: NextByCron) -> Iterator[datetime]:
    # An hour back: in the hour that comes twice, the wall shows what was before.
    wall: datetime | None = after.astimezone(LOCAL_TIME).replace(tzinfo=None) - timedelta(hours=1)
    while wall is not None and (wall := next_by_cron(cron, wall)) is not None:
        yield wall


def _check(schedule: Schedule) -> None:
    kind = schedule.kind
    if kind is ScheduleKind.ONCE and schedule.on is None:
        raise ValueError("once needs a day")
    if kind in {ScheduleKind.WEEKLY, ScheduleKind.SEASONAL} and not schedule.days:
        raise ValueError(f"{kind.value} needs weekdays")
    if not set(schedule.days) <= set(WEEKDAYS):
        raise ValueError(f"weekdays are {', '.join(WEEKDAYS)}")
    if kind is ScheduleKind.CRON and not schedule.cron:
        raise ValueError("cron needs a line")
    if kind is ScheduleKind.SEASONAL:
        _day_of(schedule.begins, 2027)
        _day_of(schedule.ends, 2027)
    if schedule.late_minutes < 0 or schedule.every_weeks < 1:
        raise ValueError("expected a number that isn't negative, and weeks from 1")
