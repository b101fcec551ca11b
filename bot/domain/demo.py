"""The made-up year of `local-focus demo`: what is reported where and when, and how it ends."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.categories import Category
from bot.domain.follow_ups import FollowUpAnswer, Informed
from bot.domain.places import Place

SPREAD = timedelta(days=456)
"""A year, and the three months before it, so that the latest three have something to be compared with."""
_PEAK = 1.5
_GROWTH = 1.15
"""How much more is reported at the end than at the beginning."""
_DAY = timedelta(days=1)
_FAVOURITES = 0.35
"""Share of concerns that come from a few places of each area."""
_HOT_SPOTS = 4
_UNPLACED, _UNDECIDED, _CONTACTS, _ANONYMOUS, _UNANSWERED = 0.04, 0.04, 0.4, 0.1, 0.02
_OUTCOMES = {
    "resolved": 62,
    "partly": 12,
    "not_possible": 9,
    "no_longer_needed": 8,
    "duplicate": 5,
    "not_ours": 4,
}
_ASKED_AFTER = timedelta(weeks=4)
_ANSWERS = {
    None: 55,
    FollowUpAnswer.FIXED: 27,
    FollowUpAnswer.NOT_FIXED: 11,
    FollowUpAnswer.UNKNOWN: 7,
}
_INFORMED = {
    None: 25,
    Informed.VERY_WELL: 24,
    Informed.WELL: 27,
    Informed.NEITHER: 12,
    Informed.BADLY: 8,
    Informed.VERY_BADLY: 4,
}
_OPEN_STATES = {"open": 40, "in_progress": 45, "waiting": 15}


@dataclass(frozen=True, slots=True)
class Story:
    """How common a category is, the months (1-12) in which it is more so, and what residents say."""

    weight: float
    words: tuple[str, ...]
    peak: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Stories:
    """Everything that a made-up year is drawn from."""

    categories: Mapping[Category, Story]
    months: tuple[float, ...]
    """How much is reported in each month, January first."""
    channels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MadeUpFollowUp:
    """What somebody said who was asked after the closing; None where they didn't say."""

    asked_at: datetime
    answer: FollowUpAnswer | None
    informed: Informed | None


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One concern that nobody ever reported."""

    filed_at: datetime
    category: Category | None
    place: Place | None
    words: str
    channel: str
    confidence: float
    contact: str | None
    is_anonymous: bool
    acknowledged_at: datetime | None
    state: str
    outcome: str | None
    closed_at: datetime | None
    person: int
    """Number of the made-up resident."""
    follow_up: MadeUpFollowUp | None
    """None while nobody was asked, and of who left no way to be asked."""


class MadeUpYear:
    """Draws concerns; the same seed draws the same ones."""

    def __init__(self, stories: Stories, places: Sequence[Place], now: datetime, seed: int = 0) -> None:
        """Raises ValueError without places."""
        if not places:
            raise ValueError("no places to report from")
        self._stories = stories
        self._now = now
        self._random = random.Random(seed)  # noqa: S311 -- nothing is kept secret by it
        self._places = _by_area(places)
        self._hot = {
            area: self._random.sample(own, min(_HOT_SPOTS, len(own))) for area, own in self._places.items()
        }

    def draw(self, count: int) -> list[MadeUp]:
        """So many concerns, the oldest first."""
        moments = sorted(self._moment() for _ in range(count))
        return [self._concern(moment, count) for moment in moments]

    def _concern(self, filed_at: datetime, count: int) -> MadeUp:
        category = self._category(filed_at.month)
        story = self._stories.categories[category]
        answered_at = self._after(filed_at, 1.1)
        if self._random.random() < _UNANSWERED:
            answered_at = None
        closed_at = self._after(answered_at, 7.0) if answered_at else None
        is_anonymous = self._random.random() < _ANONYMOUS
        has_contact = not is_anonymous and self._random.random() < _CONTACTS
        return MadeUp(
            filed_at=filed_at,
            category=None if self._random.random() < _UNDECIDED else category,
            place=None if self._random.random() < _UNPLACED else self._place(),
            words=self._random.choice(story.words),
            channel=self._pick(self._stories.channels),
            confidence=round(min(0.99, self._random.betavariate(9, 1.5)), 3),
            # Kept free by Ofcom for films and the like.
            contact=f"07700 900{self._random.randrange(1000):03}" if has_contact else None,
            is_anonymous=is_anonymous,
            acknowledged_at=answered_at,
            state="closed" if closed_at else self._pick(_OPEN_STATES) if answered_at else "open",
            outcome=self._pick(_OUTCOMES) if closed_at else None,
            closed_at=closed_at,
            person=self._random.randrange(max(1, count * 2 // 3)),
            follow_up=None if is_anonymous else self._follow_up(closed_at),
        )

    def _follow_up(self, closed_at: datetime | None) -> MadeUpFollowUp | None:
        if closed_at is None or closed_at + _ASKED_AFTER > self._now:
            return None
        answer = self._pick(_ANSWERS)
        return MadeUpFollowUp(
            closed_at + _ASKED_AFTER, answer, self._pick(_INFORMED) if answer is not None else None
        )

    def _moment(self) -> datetime:
        """More in some months than in others, slowly growing, mostly by day."""
        while True:
            share = self._random.random()
            day = self._now - SPREAD * (1 - share)
            likely = self._stories.months[day.month - 1] * (1 + (_GROWTH - 1) * share)
            if self._random.random() * max(self._stories.months) * _GROWTH < likely:
                hour = self._random.triangular(6, 24, 17)
                moment = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=hour)
                return min(moment, self._now)

    def _category(self, month: int) -> Category:
        return self._pick(
            {
                category: story.weight * (_PEAK if month in story.peak else 1)
                for category, story in self._stories.categories.items()
            }
        )

    def _place(self) -> Place:
        area = self._random.choice(list(self._places))
        pool = self._hot if self._random.random() < _FAVOURITES else self._places
        return self._random.choice(pool[area])

    def _after(self, moment: datetime, days: float) -> datetime | None:
        """Some time later, mostly about so many days; None where that has not come yet."""
        later = moment + self._random.lognormvariate(0, 0.9) * days * _DAY
        return later if later <= self._now else None

    def _pick[K](self, weights: Mapping[K, float]) -> K:
        return self._random.choices(list(weights), list(weights.values()))[0]


def _by_area(places: Sequence[Place]) -> dict[str, list[Place]]:
    areas: dict[str, list[Place]] = {}
    for place in places:
        areas.setdefault(place.hub_area, []).append(place)
    return areas
