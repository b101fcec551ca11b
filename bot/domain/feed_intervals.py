"""How soon a feed is fetched again: sooner where news come often, later where none come or it fails."""

from __future__ import annotations

from datetime import timedelta

FIRST, FASTEST, SLOWEST = timedelta(minutes=30), timedelta(minutes=15), timedelta(hours=6)
LONGEST_WAIT = timedelta(hours=24)
"""However often it failed, and whatever the website asks for: a feed is looked at once a day."""
JITTER = 0.1
"""Share by which each wait is made longer or shorter, so that feeds don't fall into step."""
_GROWTH = 1.5


def next_interval(interval: timedelta, has_news: bool, fastest: timedelta = FASTEST) -> timedelta:
    """The interval after a fetch that worked: half after news, half as long again after none."""
    wanted = interval / 2 if has_news else interval * _GROWTH
    return min(max(wanted, fastest), max(SLOWEST, fastest))


def wait_after_success(interval: timedelta, at_least: timedelta, chance: float) -> timedelta:
    """How long until the next fetch; `at_least` is what feed or website asked for.

    `chance` is between -1 and 1, anew each time.
    """
    asked = min(max(interval, at_least), LONGEST_WAIT)
    # What was asked for is never undercut.
    return max(asked * (1 + JITTER * chance), min(at_least, LONGEST_WAIT))


def wait_after_failure(
    interval: timedelta, failures: int, retry_after: timedelta | None, chance: float
) -> timedelta:
    """How long until the next try after so many failures in a row: doubled each time, up to a day."""
    doubled = interval * (1 << min(max(failures, 1) - 1, 8))
    wait = min(doubled, LONGEST_WAIT) * (1 + JITTER * chance)
    return max(wait, min(retry_after or timedelta(), LONGEST_WAIT))
