"""The jobs of posts: sends what is due, what was held, and changes what was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.db.session import Database
from bot.domain.pushed_channels import ChangesSent
from bot.errors import DeliveryError
from bot.jobs.timetable import PICTURES, POSTS, SENT_CHANGES, SUGGESTIONS, Job
from bot.services.held_posts import HeldPostService
from bot.services.post_pictures import PostPictureService
from bot.services.post_sending import PostSendingService
from bot.services.post_suggestions import PostSuggestionService
from bot.services.sent_posts import MOST_TRIES, SentPostService, WantedChange

_AT_A_TIME = 50

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PostJobs:
    """One short function a job; each may be done by several hubs at once."""

    database: Database
    sending: PostSendingService
    held: HeldPostService
    sent: SentPostService
    suggestions: PostSuggestionService
    pictures: PostPictureService
    changes: Mapping[str, ChangesSent]
    """What can change delivered messages, by channel."""
    on_put: Callable[[], None]
    """Told that something waits in the outbox."""

    def by_name(self) -> dict[str, Job]:
        """Each job under its name in the timetable."""
        return {
            POSTS: self.send_due,
            SENT_CHANGES: self.change_sent,
            SUGGESTIONS: self.suggest,
            PICTURES: self.clear_pictures,
        }

    async def clear_pictures(self) -> None:
        """Delete pictures that no post has."""
        await asyncio.to_thread(self.pictures.remove_unused, self.database)

    async def suggest(self) -> None:
        """Look for what went up, so that staff see which posts may help."""

        def suggest() -> None:
            with self.database.unit_of_work() as session:
                self.suggestions.suggest(session)

        # Another hub that looks at the same moment finds the same: the second to write has nothing to add.
        with suppress(IntegrityError):
            await asyncio.to_thread(suggest)

    async def send_due(self) -> None:
        """Put what is due and what was held until now into the outbox."""
        try:
            put = await asyncio.to_thread(self.sending.send_due) + await asyncio.to_thread(self.held.send_due)
        except SQLAlchemyError as error:
            _log.warning("posts: the database failed (%s)", type(error).__name__)
            return
        if put:
            self.on_put()

    async def change_sent(self) -> None:
        """Change or delete delivered messages, some at a time."""
        try:
            claimed = await self.database.run(self.sent.claim, _AT_A_TIME)
        except SQLAlchemyError as error:
            _log.warning("posts: the database failed (%s)", type(error).__name__)
            return
        for change in claimed:
            await self._change(change)

    async def _change(self, change: WantedChange) -> None:
        channel = self.changes.get(change.outgoing.channel)
        external_id: str | None = None
        try:
            if channel is None or not change.external_id:
                raise DeliveryError("not_changeable", is_permanent=channel is None)
            if change.is_removal:
                await channel.remove(change.outgoing, change.external_id, change.before)
            else:
                external_id = await channel.change(change.outgoing, change.external_id, change.before)
        except DeliveryError as error:
            if not error.is_permanent and change.attempts < MOST_TRIES:
                await self.database.run(self.sent.failed, change, error.retry_after)
                return
            _log.warning("a sent post could not be changed on %s: %s", change.outgoing.channel, error.reason)
        await self.database.run(self.sent.done, change, external_id)
