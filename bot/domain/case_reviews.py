"""The threshold of an ASB Case Review (Anti-social Behaviour, Crime and Policing Act 2014, section 104)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.categories import Category

#: Reports that count as anti-social behaviour: personal, nuisance or environmental.
ASB_CATEGORIES = frozenset(
    {
        Category.ASB,
        Category.NEIGHBOUR_DISPUTE,
        Category.NOISE,
        Category.VANDALISM,
        Category.GRAFFITI,
        Category.DRUGS,
        Category.HATE_CRIME,
    }
)


class ReviewKind(StrEnum):
    """By what the threshold is met."""

    PERSON = "person"
    """One person has reported so often."""
    PLACE = "place"
    """So many people have reported about one place."""
    HATE = "hate"
    """Somebody reported behaviour that was driven by hate."""


@dataclass(frozen=True, slots=True)
class ReviewLimits:
    """The partnership's threshold; every area publishes its own."""

    reports: int = 3
    """Reports by one person within `months`."""
    people: int = 5
    """People who reported about one place within `months`."""
    months: int = 6
    hate_months: int = 3
    """Within which one report of hate is enough."""
    acknowledge_days: int = 5
    """Working days after which somebody who asked for a review has an answer."""
    decide_days: int = 15
    """Working days after which they know whether the threshold is met."""


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
