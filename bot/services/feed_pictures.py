"""Pictures of partners' news: our own copy, encoded anew, so that nobody's browser asks a stranger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.db.base import utc_now
from bot.db.models import FeedItem
from bot.db.session import Database
from bot.domain.feed_items import ItemState
from bot.domain.photos import CleanPhoto
from bot.errors import FeedError, NotFoundError, PhotoRefusedError
from bot.services.feed_fetches import FetchesFeeds
from bot.services.photos import KeepsPhotos

MOST_TRIES = 2
KEPT, KEPT_AFTER = timedelta(days=180), timedelta(days=30)
"""How long news that became no post are kept, and for how long after they last stood in a feed."""
_MOST_A_ROUND = 20
_SMALLEST_SIDE = 80
"""Pixels; what is smaller is a mark or counts readers."""


@dataclass(frozen=True, slots=True)
class FeedPictureService:
    """What can't be fetched stays a link that staff may follow."""

    database: Database
    fetcher: FetchesFeeds
    clean: Callable[[bytes], CleanPhoto]
    """Raises PhotoRefusedError."""
    folder: KeepsPhotos
    now: Callable[[], datetime] = utc_now

    async def fetch_some(self) -> int:
        """Fetch pictures of what waits for staff; how many were kept."""
        kept = 0
        for item_id, url in await asyncio.to_thread(self._claim):
            try:
                answer = await self.fetcher.fetch(url)
                kept += await asyncio.to_thread(self._keep, item_id, answer.content or b"")
            except (FeedError, PhotoRefusedError, OSError):
                continue
        return kept

    def read(self, item: FeedItem) -> bytes:
        """The JPEG; raises NotFoundError."""
        if item.picture_file is None:
            raise NotFoundError("no picture was kept")
        return self.folder.read(item.picture_file)

    def clear_old_news(self) -> int:
        """Delete what became no post and left its feed long ago, with its picture; how many there were."""
        now = self.now()
        is_old = (FeedItem.first_seen_at < now - KEPT) & (FeedItem.last_seen_at < now - KEPT_AFTER)
        with self.database.unit_of_work() as session:
            gone = session.scalars(
                delete(FeedItem)
                .where(FeedItem.state != ItemState.TAKEN, is_old)
                .returning(FeedItem.picture_file)
                .execution_options(synchronize_session=False)
            ).all()
        self.folder.remove(name for name in gone if name)
        return len(gone)

    def _claim(self) -> list[tuple[int, str]]:
        """Count the try first: a picture that brings the hub down is not tried for ever."""
        with self.database.unit_of_work() as session:
            wanted = session.scalars(
                select(FeedItem)
                .where(
                    FeedItem.state == ItemState.WAITING,
                    FeedItem.picture_url != "",
                    FeedItem.picture_file.is_(None),
                    FeedItem.picture_tries < MOST_TRIES,
                )
                .order_by(FeedItem.picture_tries, FeedItem.id.desc())
                .limit(_MOST_A_ROUND)
                .with_for_update(skip_locked=True)
            ).all()
            for item in wanted:
                item.picture_tries += 1
            return [(item.id, item.picture_url) for item in wanted]

    def _keep(self, item_id: int, content: bytes) -> bool:
        photo = self.clean(content)
        if min(photo.width, photo.height) < _SMALLEST_SIDE:
            return False
        name = self.folder.write(photo)
        with self.database.unit_of_work() as session:
            item = session.get(FeedItem, item_id)
            if item is not None and item.picture_file is None:
                item.picture_file = name
                return True
        self.folder.remove([name])
        return False
