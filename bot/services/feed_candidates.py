"""The items that new entries may be the same as: kept ones, and those that were just made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import FeedItem, FeedItemKey
from bot.services.feed_cleaning import plain_text
from bot.services.feed_sameness import Story, is_same

_KEYS_AT_ONCE = 5000


class Candidates:
    """Found by the hashes that they have in common, so that nothing is compared with everything."""

    def __init__(self, session: Session, keys: Iterable[int], since: datetime) -> None:
        """Load those that have one of the keys and stood in a feed since then."""
        self._by_key: defaultdict[int, list[tuple[FeedItem, Story]]] = defaultdict(list)
        wanted = list(keys)
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            self._load(session, wanted[start : start + _KEYS_AT_ONCE], since)

    def add(self, item: FeedItem, story: Story, keys: Iterable[int]) -> None:
        """Add one that was just made."""
        for key in set(keys):
            self._by_key[key].append((item, story))

    def find(self, story: Story, keys: Iterable[int]) -> FeedItem | None:
        """The item that is the same story, or None."""
        compared: set[int] = set()
        for key in keys:
            for item, other in self._by_key[key]:
                if id(item) not in compared and is_same(story, other):
                    return item
                compared.add(id(item))
        return None

    def _load(self, session: Session, keys: Sequence[int], since: datetime) -> None:
        rows = session.execute(
            select(FeedItemKey.key, FeedItem)
            .join(FeedItem, FeedItem.id == FeedItemKey.item_id)
            .where(FeedItemKey.key.in_(keys), FeedItem.last_seen_at > since)
        ).all()
        stories = {item.id: _story_of(item) for item in {item.id: item for _, item in rows}.values()}
        for key, item in rows:
            self._by_key[key].append((item, stories[item.id]))


def _story_of(item: FeedItem) -> Story:
    text = plain_text(item.html)
    return Story(item.title, text, item.link, item.source_id, item.published_at, item.last_seen_at)
