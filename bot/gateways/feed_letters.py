"""What the process that reads feeds sends to the hub: plain JSON, in which nothing can act."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.domain.feeds import FeedProblem, SourceEntry, SourceFeed
from bot.errors import FeedError


def feed_as_bytes(feed: SourceFeed) -> bytes:
    """A feed as it is sent."""
    given = {**feed._asdict(), "entries": [entry._asdict() for entry in feed.entries]}
    return json.dumps(given, default=datetime.isoformat).encode("ascii")


def problem_as_bytes(problem: str) -> bytes:
    """Why it is none, as it is sent."""
    return json.dumps({"problem": problem}).encode("ascii")


def read_letter(letter: bytes) -> SourceFeed:
    """The feed that was sent; raises FeedError with the problem that was sent."""
    given: dict[str, Any] = json.loads(letter)
    if "problem" in given:
        raise FeedError(FeedProblem(given["problem"]))
    entries = tuple(_entry(**one) for one in given.pop("entries"))
    return SourceFeed(entries=entries, **given)


def _entry(published_at: str | None, **given: str) -> SourceEntry:
    return SourceEntry(published_at=datetime.fromisoformat(published_at) if published_at else None, **given)
