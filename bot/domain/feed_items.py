"""News of partners as staff work on them: what state one is in, and what it was taken to be about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.domain.posts import Topic

FRESH = timedelta(days=14)
"""What is older when a feed is first read was there before: it is kept apart, and not shown as news."""


class ItemState(StrEnum):
    """Where a partner's news stands."""

    WAITING = "waiting"
    """Staff have to decide."""
    LEFT_OUT = "left_out"
    """A rule left it out; it can be brought back."""
    EARLIER = "earlier"
    """It was in the feed before the hub began to read it."""
    TAKEN = "taken"
    """It became a post."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Guess:
    """What news seem to be about, and how much they concern the hub's residents."""

    topic: Topic | None = None
    areas: frozenset[str] = frozenset()
    """Hub areas that are named; empty when none is."""
    relevance: float = 0.0
    """From 0 to 1."""
    why: tuple[str, ...] = field(default=())
    """For staff, a phrase each."""

    def to_columns(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {
            "topic": self.topic,
            "areas": sorted(self.areas),
            "relevance": round(self.relevance, 3),
            "why": list(self.why),
        }
