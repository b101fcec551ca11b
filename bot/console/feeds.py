"""What the console needs to show partners' feeds and news, and to decide on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.feed_sources import FoundFeed
from bot.services.feed_items import FeedItemService
from bot.services.feed_pictures import FeedPictureService
from bot.services.feed_rules import FeedRuleService
from bot.services.feed_sources import FeedSourceService


@dataclass(frozen=True, slots=True)
class ConsoleFeeds:
    """The services, and what asks websites."""

    sources: FeedSourceService
    items: FeedItemService
    rules: FeedRuleService
    pictures: FeedPictureService
    look: Callable[[str], list[FoundFeed]]
    """The feeds at an address: itself, or those that the page there names. Raises FeedError."""
    read_opml: Callable[[bytes], list[FoundFeed]]
    """Raises FeedSourceError for what is no OPML."""
    write_opml: Callable[[Sequence[FoundFeed]], bytes]
