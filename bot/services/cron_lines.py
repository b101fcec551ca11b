"""Cron lines: when the next moment is that one names, by the scheduler's own reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

_FIELDS = 5


def next_by_cron(line: str, after: datetime) -> datetime | None:
    """The first moment on the wall later than `after`, both without a zone; None when there is none.

    What the wall shows is reckoned as if it were UTC: the clocks' changes are `Schedule.next_due`'s matter.
    Raises ValueError for what is no line.
    """
    fields = line.split()
    if len(fields) != _FIELDS:
        raise ValueError("a cron line has minute, hour, day, month and weekday")
    if not fields[0].isdigit():
        raise ValueError("the minute has to be a number: nothing goes out more than once an hour")
    if any(letter.isdigit() for letter in fields[4]):
        raise ValueError("write weekdays by their names, such as thu: their numbers mean two things")
    trigger = CronTrigger.from_crontab(line, timezone=UTC)
    begin = (after + timedelta(seconds=1)).replace(tzinfo=UTC)
    found: datetime | None = trigger.get_next_fire_time(None, begin)
    return found.replace(tzinfo=None) if found else None
