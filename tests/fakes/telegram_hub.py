"""A hub that serves Telegram with the real client, channel, database and queues, and a scripted dialogue."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import uvicorn
from fastapi import FastAPI

from bot.app.core import Core
from bot.app.messages import ChannelParts
from bot.app.telegram import Telegram
from bot.db.session import Database
from bot.domain.pushed_channels import PushedChannel
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.jobs.inbox import InboxWorker
from bot.jobs.outbox import OutboxWorker
from bot.services.erasure import ErasureService
from bot.services.inbox import InboxService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.photos import PhotoService
from bot.services.removals import RemovalService
from bot.settings import read_settings
from tests.bot_api.server import BotApi
from tests.fakes.hub import create_conversations
from tests.fakes.rasa import FakeRasa
from tests.fakes.reports import create_database

CHANNEL = "telegram"
PUBLIC = "https://hub.example"
PATIENCE_SECONDS = 20.0


@dataclass(slots=True)
class TelegramHub:
    """What a test looks at; it serves in a thread of its own while `serving`."""

    api: BotApi
    database: Database
    rasa: FakeRasa
    channel: PushedChannel
    app: FastAPI
    inbox: InboxService
    outbox: OutboxService
    home: Path
    workers: list[InboxWorker | OutboxWorker] = field(default_factory=list)
    _stop: Callable[[], object] = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False)

    def run(self, job: Coroutine[Any, Any, None]) -> None:
        """Do a job where the hub serves, as its timetable does."""
        asyncio.run_coroutine_threadsafe(job, self._loop).result(PATIENCE_SECONDS)

    @contextmanager
    def serving(self, listener: uvicorn.Server | None = None) -> Iterator[None]:
        """While updates are fetched (or delivered to `listener`) and worked off."""
        is_up, failed = threading.Event(), []

        async def serve() -> None:
            stopping = asyncio.Event()
            loop = asyncio.get_running_loop()
            self._loop = loop
            self._stop = lambda: loop.call_soon_threadsafe(stopping.set)
            async with asyncio.TaskGroup() as tasks:
                if listener is not None:
                    tasks.create_task(listener.serve())
                async with self.channel.listening():
                    for worker in self.workers:
                        tasks.create_task(worker.run())
                    is_up.set()
                    await stopping.wait()
                    for worker in self.workers:
                        await worker.stop(PATIENCE_SECONDS)
                if listener is not None:
                    listener.should_exit = True

        def run() -> None:
            try:
                asyncio.run(serve())
            except BaseException as error:  # noqa: BLE001  shown to the test
                failed.append(error)
                is_up.set()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert is_up.wait(PATIENCE_SECONDS)
        try:
            yield
        finally:
            self._stop()
            thread.join(PATIENCE_SECONDS)
            assert not failed, failed


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so in the database; raises TimeoutError."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("it never was so")
        time.sleep(0.01)


def create_telegram_hub(home: Path, api: BotApi, **overrides: Any) -> TelegramHub:
    """A hub with its files in `home`; `overrides` are settings."""
    given = {"telegram_token": api.token, "telegram_api_url": api.address, **overrides}
    settings = read_settings(home=home, secret="for-tests-only", **given)
    database = create_database(home)
    people, rasa, folder = PeopleService(), FakeRasa(), PhotoFolder(home / "photos")
    removal = RemovalService(database, ErasureService(people), folder.remove, rasa.forget)
    conversations = create_conversations(database, rasa, removal, frozenset({CHANNEL}))
    inbox, outbox = InboxService(database), OutboxService(database)
    photos = PhotoService(folder, lambda content: clean_photo(content, settings.photo_max_bytes))
    telegram, app = Telegram(settings), FastAPI()
    channel = telegram.channels[CHANNEL](
        ChannelParts(
            settings, cast(Core, None), database, people, photos, removal, conversations, inbox, outbox
        )
    )
    telegram.mount(app)
    hub = TelegramHub(api, database, rasa, channel, app, inbox, outbox, home)
    sends = OutboxWorker(database, outbox, {CHANNEL: channel.sends})
    conversations.on_pushed = sends.wake
    hub.workers = [InboxWorker(database, inbox, {CHANNEL: channel.takes}, sends.wake), sends]
    return hub
