"""Subscriptions: which posts somebody wants, and when they may come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.domain.posts import WEB_ONLY, Topic
from bot.domain.schedules import LOCAL_TIME

DIGEST_AT = time(17, 0)
DIGEST_WEEKDAY = 3
"""Thursday, as `date.weekday` counts."""


class Frequency(StrEnum):
    """How often news comes."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for."""

    topics: frozenset[str] = frozenset()
    """Empty for all."""
    areas: frozenset[str] = frozenset()
    """Hub areas; empty for all."""
    frequency: Frequency = Frequency.AT_ONCE
    quiet: tuple[int, int] | None = (21, 8)
    """From which hour until which, by the clock on the wall."""
    is_urgent: bool = False

    def wants(self, topic: str, areas: Collection[str], *, is_urgent: bool) -> bool:
        """Whether a post is for them; an urgent one is whatever its topic, if they chose that."""
        if topic in WEB_ONLY:
            return False
        if areas and self.areas and not self.areas & set(areas):
            return False
        if is_urgent and self.is_urgent:
            return True
        return not self.topics or topic in self.topics

    def due_at(self, now: datetime, *, is_urgent: bool) -> datetime:
        """When a post that is sent now may come to them (UTC); `now` for at once."""
        if is_urgent and self.is_urgent:
            return now
        match self.frequency:
            case Frequency.AT_ONCE:
                return end_of_quiet(now, self.quiet)
            case Frequency.DAILY:
                return next_digest(now, None)
            case Frequency.WEEKLY:
                return next_digest(now, DIGEST_WEEKDAY)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which posts a group or channel is for."""

    topics: frozenset[str] = frozenset()
    """Empty for all."""
    areas: frozenset[str] = frozenset()
    """Hub areas; empty for all."""

    def takes(self, topic: str, areas: Collection[str], *, is_urgent: bool) -> bool:
        """Whether a post goes there; an urgent one for its areas does, whatever its topic."""
        return Wish(self.topics, self.areas, is_urgent=True).wants(topic, areas, is_urgent=is_urgent)


def end_of_quiet(now: datetime, quiet: tuple[int, int] | None) -> datetime:
    """When the quiet hours that it is now are over (UTC), or `now` outside of them."""
    if quiet is None or quiet[0] == quiet[1]:
        return now
    begins, ends = quiet
    local = now.astimezone(LOCAL_TIME)
    hour, is_over_midnight = local.hour, begins > ends
    is_quiet = (hour >= begins or hour < ends) if is_over_midnight else begins <= hour < ends
    if not is_quiet:
        return now
    day = local.date() + timedelta(days=1 if is_over_midnight and hour >= begins else 0)
    return datetime.combine(day, time(ends), LOCAL_TIME).astimezone(UTC)


def next_digest(now: datetime, weekday: int | None) -> datetime:
    """The next time (UTC) at which digests go out, on one weekday or on any."""
    local = now.astimezone(LOCAL_TIME)
    for number in range(9):
        moment = datetime.combine(local.date() + timedelta(days=number), DIGEST_AT, LOCAL_TIME)
        if moment.astimezone(UTC) > now and weekday in {None, moment.weekday()}:
            return moment.astimezone(UTC)
    raise AssertionError("each week has each weekday")


SUBSCRIBABLE = tuple(topic for topic in Topic if topic not in WEB_ONLY)
"""The topics that can be chosen, in the order in which they are offered."""
