"""Whether something went up beyond what chance explains, and which news may help against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import comb

from bot.domain.categories import Category
from bot.domain.posts import Topic

RECENT_WEEKS, BEFORE_WEEKS = 8, 24
FEWEST_RECENT = 5
"""Fewer reports than this are no trend, whatever the figures say."""
ERROR_RATE = 0.05
"""How often a look at all categories and areas together may find something where there is nothing."""

#: Category -> the topic of posts that may help.
TOPIC_OF: Mapping[Category, Topic] = {
    Category.BURGLARY: Topic.HOME,
    Category.SUSPICIOUS_ACTIVITY: Topic.HOME,
    Category.VEHICLE_CRIME: Topic.VEHICLES,
    Category.ROAD_SAFETY: Topic.VEHICLES,
    Category.SCAM: Topic.SCAMS,
    Category.ASB: Topic.ASB,
    Category.NOISE: Topic.ASB,
    Category.VANDALISM: Topic.ASB,
    Category.FIRE: Topic.SAFETY,
    Category.FLY_TIPPING: Topic.STREETS,
    Category.LITTER: Topic.STREETS,
    Category.DOG_FOULING: Topic.STREETS,
    Category.STREET_LIGHT: Topic.STREETS,
    Category.HATE_CRIME: Topic.RESPECT,
}


@dataclass(frozen=True, slots=True)
class Count:
    """Reports of a category in a hub area."""

    category: Category
    hub_area: str
    recent: int
    before: int


@dataclass(frozen=True, slots=True)
class Rise:
    """A count that chance alone hardly explains."""

    count: Count
    probability: float


def probability_of_chance(recent: int, before: int) -> float:
    """How likely at least so many of all reports fall into the recent weeks when nothing changed.

    Two Poisson counts at one rate: given their sum, the recent one is binomial with the share that its weeks
    have of all (Przyborowski and Wilenski, 1940). The season is not taken into account.
    """
    total, share = recent + before, RECENT_WEEKS / (RECENT_WEEKS + BEFORE_WEEKS)
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(recent, total + 1))


def find_rises(counts: Iterable[Count]) -> list[Rise]:
    """The counts that went up, the surest first; looking at many counts is made up for (Bonferroni)."""
    looked_at = [count for count in counts if count.category in TOPIC_OF and count.recent >= FEWEST_RECENT]
    found = [Rise(count, probability_of_chance(count.recent, count.before)) for count in looked_at]
    sure = [rise for rise in found if rise.probability <= ERROR_RATE / len(looked_at)]
    return sorted(sure, key=lambda rise: rise.probability)
