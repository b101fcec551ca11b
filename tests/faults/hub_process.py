"""The product with one channel more, to a messenger of the tests: `python -m tests.faults.hub_process`."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot.app.hub import create_app
from bot.app.messages import ChannelParts
from bot.domain.outgoing import Outgoing
from bot.domain.pushed_channels import PushedChannel
from bot.domain.replies import Incoming
from bot.errors import DeliveryError
from bot.services.conversations import ConversationService
from bot.services.inbox import InboxService
from bot.settings import read_settings
from bot.supervisor import run_product

CHANNEL = "chat"
MESSENGER_VARIABLE = "TESTS_MESSENGER"
_LOOK_SECONDS = 0.05
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)


class MessengerChannel:
    """Fetches updates, stores them, says that it has them; gives them to conversations; delivers."""

    def __init__(self, address: str, inbox: InboxService, conversations: ConversationService) -> None:
        self._address = address
        self._inbox = inbox
        self._conversations = conversations
        self._client: aiohttp.ClientSession

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """While updates are fetched."""
        self._client = aiohttp.ClientSession(self._address, timeout=aiohttp.ClientTimeout(5))
        task = asyncio.create_task(self._fetch())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._client.close()

    async def _fetch(self) -> None:
        """Like the real ones: what was not said to be there is given again, after a restart everything."""
        had = 0
        while True:
            with contextlib.suppress(*_FAILURES, SQLAlchemyError):
                async with self._client.get("/updates", params={"after": had}, raise_for_status=True) as got:
                    updates = await got.json(content_type=None)
                for update in updates:
                    await self._inbox.store(CHANNEL, update["id"], update["from"], update)
                    had += 1
                if updates:
                    continue
            await asyncio.sleep(_LOOK_SECONDS)

    async def take(self, content: dict[str, Any]) -> None:
        """Give it to the conversation."""
        said = Incoming(CHANNEL, content["from"], content["id"], content["text"])
        await self._conversations.receive(said)

    async def send(self, outgoing: Outgoing) -> str:
        """Deliver it."""
        body = {"key": outgoing.key, "address": outgoing.address, **outgoing.reply.as_json()}
        try:
            async with self._client.post("/send", json=body) as answer:
                said = await answer.json(content_type=None)
                if answer.status == 200:
                    return str(said["id"])
        except _FAILURES as error:
            raise DeliveryError(type(error).__name__, is_permanent=False) from None
        raise DeliveryError(
            f"status_{answer.status}", is_permanent=False, retry_after=said.get("retry_after")
        )


def build(parts: ChannelParts) -> PushedChannel:
    """The channel to the messenger whose address the environment has."""
    channel = MessengerChannel(os.environ[MESSENGER_VARIABLE], parts.inbox, parts.conversations)
    return PushedChannel(CHANNEL, takes=channel, sends=channel, listening=channel.listening)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    run_product(read_settings(), print, partial(create_app, pushed={CHANNEL: build}))
