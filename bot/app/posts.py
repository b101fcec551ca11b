"""Wires posts and subscriptions: writing, sending, the jobs of the timetable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.app.core import Core
from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.domain.posts import WEB
from bot.domain.pushed_channels import ChangesSent
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.jobs.posts import PostJobs
from bot.jobs.timetable import Job, Timetable
from bot.services.audit import AuditService
from bot.services.broadcasts import BroadcastService
from bot.services.chat_news import ChatNewsService
from bot.services.held_posts import HeldPostService
from bot.services.outbox import OutboxService
from bot.services.post_pictures import PostPictureService
from bot.services.post_sending import PostSendingService
from bot.services.post_suggestions import PostSuggestionService
from bot.services.post_texts import PostTexts
from bot.services.posts import PostService
from bot.services.sent_posts import SentPostService
from bot.services.subscription_turns import SubscriptionTurns
from bot.services.subscriptions import SubscriptionService
from bot.settings import Settings

CHATS = frozenset({WEB})
"""Channels whose chats show by themselves what was said."""


def create_post_texts(settings: Settings, phrases: Phrases) -> PostTexts:
    """What makes the messages of posts."""
    return PostTexts(phrases, settings.hub_address)


def picture_folder(settings: Settings) -> PhotoFolder:
    """Where the pictures of posts are."""
    return PhotoFolder(settings.home_folder / "pictures")


def create_pictures(settings: Settings) -> PostPictureService:
    """The service that takes in and shows pictures of posts."""
    return PostPictureService(
        picture_folder(settings), lambda content: clean_photo(content, settings.photo_max_bytes)
    )


def create_posts(settings: Settings, database: Database, texts: PostTexts) -> PostService:
    """The service that writes posts."""
    sent = SentPostService(database, texts, ChatNewsService(CHATS))
    return PostService(AuditService(), sent, settings.posts_two_people)


def create_subscription_turns(core: Core) -> SubscriptionTurns:
    """The service that leads through choosing news."""
    return SubscriptionTurns(
        phrases=core.phrases,
        subscriptions=SubscriptionService(),
        find_place=core.places.find,
        area_names=core.pack.areas.names,
    )


@dataclass(frozen=True, slots=True)
class PostRounds:
    """What sends posts while the hub serves."""

    settings: Settings
    core: Core
    database: Database
    outbox: OutboxService
    changes: Mapping[str, ChangesSent]
    """What can change delivered messages, by channel."""
    pushed: frozenset[str]
    on_put: Callable[[], None]
    others: Mapping[str, Job]
    """Jobs of the timetable that have nothing to do with posts, by name."""

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """While it lasts, posts go out at their times; the place pack's are taken in first."""
        with suppress(SQLAlchemyError):
            # A database that isn't there yet: the next start takes them in.
            await self.database.run(self._take_in_pack)
        timetable = Timetable(self.database.engine, {**self._jobs.by_name(), **self.others})
        timetable.begin()
        try:
            yield
        finally:
            timetable.stop()

    @property
    def _jobs(self) -> PostJobs:
        texts = create_post_texts(self.settings, self.core.phrases)
        broadcasts = BroadcastService(self.outbox, self.pushed, ChatNewsService(CHATS))
        return PostJobs(
            database=self.database,
            sending=PostSendingService(self.database, broadcasts, SubscriptionService(), texts),
            held=HeldPostService(self.database, broadcasts, texts),
            sent=SentPostService(self.database, texts, ChatNewsService(CHATS)),
            changes=self.changes,
            suggestions=PostSuggestionService(),
            pictures=create_pictures(self.settings),
            on_put=self.on_put,
        )

    def _take_in_pack(self) -> None:
        posts = create_posts(
            self.settings, self.database, create_post_texts(self.settings, self.core.phrases)
        )
        with self.database.unit_of_work() as session:
            posts.take_in_pack(session, self.core.pack.posts)
