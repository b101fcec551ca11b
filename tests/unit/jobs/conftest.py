"""A hub's queues with their workers running, over a real database file, a fake channel and a fake Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.db.session import Database
from bot.jobs.inbox import InboxWorker
from bot.jobs.outbox import OutboxWorker
from bot.services.conversations import ConversationService
from bot.services.erasure import ErasureService
from bot.services.inbox import InboxService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.removals import RemovalService
from tests.fakes.channel import CHANNEL, FakeChannel
from tests.fakes.hub import create_conversations
from tests.fakes.rasa import FakeRasa
from tests.fakes.reports import create_database

_PATIENCE_SECONDS = 20.0


@dataclass(slots=True)
class Queues:
    """What a test looks at."""

    database: Database
    rasa: FakeRasa
    channel: FakeChannel
    conversations: ConversationService
    inbox: InboxService
    outbox: OutboxService

    async def say(self, key: str, text: str, person: str = "ann", payload: str | None = None) -> bool:
        """Have somebody write over the channel, or press a button there."""
        content = {"id": key, "from": person, "text": text, "payload": payload}
        return await self.inbox.store(CHANNEL, key, person, content)

    @asynccontextmanager
    async def working(self, stop_seconds: float = 5.0) -> AsyncIterator[None]:
        """While both workers run."""
        outbox = OutboxWorker(self.database, self.outbox, {CHANNEL: self.channel})
        inbox = InboxWorker(self.database, self.inbox, {CHANNEL: self.channel}, outbox.wake)
        self.conversations.on_pushed = outbox.wake
        tasks = [asyncio.create_task(worker.run()) for worker in (inbox, outbox)]
        try:
            yield
        finally:
            await inbox.stop(stop_seconds)
            await outbox.stop(stop_seconds)
            await asyncio.gather(*tasks)
            self.inbox.on_stored.clear()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; raises TimeoutError."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not is_so():  # noqa: ASYNC110  what is waited for is in the database
            await asyncio.sleep(0.005)


@pytest.fixture
def queues(tmp_path: Path) -> Iterator[Queues]:
    """Nothing waits yet."""
    database = create_database(tmp_path)
    rasa = FakeRasa()
    removal = RemovalService(database, ErasureService(PeopleService()), lambda _files: None, rasa.forget)
    conversations = create_conversations(database, rasa, removal, frozenset({CHANNEL}))
    channel = FakeChannel(conversations)
    yield Queues(database, rasa, channel, conversations, InboxService(database), OutboxService(database))
    database.close()
