"""Wires what keeps messages from being lost: conversations, inbox, outbox, and what works them off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.app.blocks import create_blocked_answers
from bot.app.core import Core
from bot.app.follow_ups import create_follow_up_answers
from bot.app.posts import PostRounds, create_subscription_turns
from bot.app.reports import Reports
from bot.app.surveys import Surveys
from bot.db.session import Database
from bot.domain.pushed_channels import PushedChannel
from bot.gateways.rasa import Rasa
from bot.jobs.inbox import InboxWorker
from bot.jobs.outbox import OutboxWorker
from bot.jobs.timetable import Job
from bot.jobs.unanswered import UnansweredJob
from bot.services.alarms import AlarmService
from bot.services.conversations import ConversationService
from bot.services.inbox import InboxService
from bot.services.message_answers import MessageAnswers
from bot.services.messages import MessageService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.removals import RemovalService
from bot.settings import Settings

#: What a message takes beside waiting for Rasa, at the most.
_SLACK_SECONDS = 5.0
#: How long stopping waits for what is in hand.
_STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ChannelParts:
    """What a pushed channel is built from."""

    settings: Settings
    core: Core
    database: Database
    people: PeopleService
    photos: PhotoService
    removal: RemovalService
    conversations: ConversationService
    inbox: InboxService
    outbox: OutboxService


type BuildChannel = Callable[[ChannelParts], PushedChannel]


class Messages:
    """Everything through which messages come and go, and the jobs that see to them."""

    def __init__(
        self,
        settings: Settings,
        core: Core,
        database: Database,
        rasa: Rasa,
        reports: Reports,
        surveys: Surveys,
        photos: PhotoService,
        removal: RemovalService,
        pushed: Mapping[str, BuildChannel],
        jobs: Mapping[str, Job],
    ) -> None:
        """`pushed` are the channels beside the web, `jobs` the timetable's beside those of posts, by name."""
        people = PeopleService()
        news = create_subscription_turns(core)
        given_up_kept = timedelta(days=settings.given_up_days)
        self.inbox = InboxService(database, given_up_kept=given_up_kept)
        self.outbox = OutboxService(database, given_up_kept=given_up_kept)
        self.conversations = ConversationService(
            database=database,
            alarms=AlarmService(core.danger, core.phrases, people, database),
            messages=MessageService(database, people, self.outbox, frozenset(pushed)),
            answers=MessageAnswers(
                database,
                rasa,
                reports.kept,
                reports.named,
                reports.edited,
                reports.languages,
                news,
                surveys.chat,
                create_follow_up_answers(core.phrases),
                create_blocked_answers(core.phrases, core.pack),
            ),
            removal=removal,
            phrases=core.phrases,
        )
        parts = ChannelParts(
            settings, core, database, people, photos, removal, self.conversations, self.inbox, self.outbox
        )
        channels = {name: build(parts) for name, build in pushed.items()}
        sends = {name: channel.sends for name, channel in channels.items()}
        takes = {name: channel.takes for name, channel in channels.items()}
        self.typing = {name: channel.show_typing for name, channel in channels.items() if channel.show_typing}
        self._listening = [channel.listening for channel in channels.values()]
        changes = {name: channel.changes for name, channel in channels.items() if channel.changes is not None}
        self._outbox_worker = OutboxWorker(database, self.outbox, sends)
        self._inbox_worker = InboxWorker(database, self.inbox, takes, self._outbox_worker.wake)
        self.conversations.on_pushed = self._outbox_worker.wake
        patience = timedelta(seconds=settings.rasa_timeout_seconds + _SLACK_SECONDS)
        self._unanswered = UnansweredJob(self.conversations, rasa.is_ready, patience)
        self._rounds = PostRounds(
            settings,
            core,
            database,
            self.outbox,
            changes,
            frozenset(channels),
            self._outbox_worker.wake,
            jobs,
        )
        self._is_alone = not database.is_shared
        self._is_stopped = False

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """While the hub serves: messages are worked off, and what is in hand is finished or put back."""
        with suppress(SQLAlchemyError):
            # The job looks again.
            await self._unanswered.find_left(is_alone=self._is_alone)
        queues = (self._inbox_worker.run, self._outbox_worker.run) if self._listening else ()
        tasks = [asyncio.create_task(run()) for run in (self._unanswered.run, *queues)]
        async with AsyncExitStack() as channels:
            for listening in self._listening:
                await channels.enter_async_context(listening())
            await channels.enter_async_context(self._rounds.working())
            try:
                yield
            finally:
                # Channels are needed for what is in hand.
                await self.stop()
                await asyncio.gather(*tasks)

    async def stop(self) -> None:
        """Begin nothing new, and wait some seconds for what is in hand; a second call changes nothing.

        Rasa has to be there for it, and able to reach the hub.
        """
        if self._is_stopped:
            return
        self._is_stopped = True
        self._unanswered.stop()
        await asyncio.gather(self._inbox_worker.stop(_STOP_SECONDS), self.conversations.stop(_STOP_SECONDS))
        await self._outbox_worker.stop(_STOP_SECONDS)
