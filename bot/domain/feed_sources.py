"""What staff say of a feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.feeds import LONGEST_ADDRESS
from bot.domain.posts import Topic
from bot.errors import FeedSourceError

LONGEST_SOURCE_TITLE, MOST_A_DAY = 120, 20


@dataclass(frozen=True, slots=True)
class SourceContent:
    """One feed: whose it is, what its news are about, and how far it is trusted."""

    title: str
    url: str
    agency_id: str | None = None
    topic: Topic | None = None
    areas: frozenset[str] = frozenset()
    """Hub areas; empty for all."""
    is_trusted: bool = False
    daily_cap: int = 2

    def to_json(self) -> dict[str, Any]:
        """All of it, for the audit trail."""
        return {
            "title": self.title,
            "url": self.url,
            "agency_id": self.agency_id,
            "topic": self.topic.value if self.topic else None,
            "areas": sorted(self.areas),
            "is_trusted": self.is_trusted,
            "daily_cap": self.daily_cap,
        }


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was found at an address, or stands in a list."""

    url: str
    title: str = ""
    is_read: bool = False
    """Whether it was seen to be a feed; one that a page only names was not."""


def check_source(content: SourceContent) -> None:
    """Raises FeedSourceError for what can't be a source; the message is for whoever wrote it."""
    if not content.title or len(content.title) > LONGEST_SOURCE_TITLE:
        raise FeedSourceError(f"give it a name of up to {LONGEST_SOURCE_TITLE} characters")
    is_web = content.url.startswith(("https://", "http://"))
    if not is_web or len(content.url) > LONGEST_ADDRESS or any(letter.isspace() for letter in content.url):
        raise FeedSourceError("the address has to begin with https:// or http://, and have no blanks in it")
    if not 0 <= content.daily_cap <= MOST_A_DAY:
        raise FeedSourceError(f"between 0 and {MOST_A_DAY} news can go out by themselves in a day")
