"""Answers messages that were stored and never answered, since the hub or the database stopped in between."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoppingError
from bot.services.conversations import ConversationService

_LOOK_SECONDS = 10.0
_READY_LOOK_SECONDS = 0.5
#: Without Rasa by then, messages are kept for a person.
_READY_SECONDS = 60.0

_log = logging.getLogger(__name__)


class UnansweredJob:
    """Looks at the start, and now and then; whoever comes back finds the answer in the transcript."""

    def __init__(
        self,
        conversations: ConversationService,
        is_rasa_ready: Callable[[], Awaitable[bool]],
        patience: timedelta,
    ) -> None:
        """`patience` is longer than any message that is still worked on takes."""
        self._conversations = conversations
        self._is_rasa_ready = is_rasa_ready
        self._patience = patience
        self._stopping = asyncio.Event()

    async def find_left(self, *, is_alone: bool) -> None:
        """Find whose messages come first, before anything is received; `is_alone`: no other hub answers."""
        await self._conversations.find_left(timedelta(0) if is_alone else self._patience)

    async def run(self) -> None:
        """Look until `stop`."""
        looks = int(_READY_SECONDS / _READY_LOOK_SECONDS)
        while looks and not self._stopping.is_set() and not await self._is_rasa_ready():
            looks -= 1
            await self._pause(_READY_LOOK_SECONDS)
        while not self._stopping.is_set():
            try:
                await self._look()
            except StoppingError:
                return
            except SQLAlchemyError as error:
                _log.warning("unanswered messages: the database failed (%s)", type(error).__name__)
            await self._pause(_LOOK_SECONDS)

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()

    async def _look(self) -> None:
        await self._conversations.find_left(self._patience)
        for channel, address in self._conversations.left:
            if self._stopping.is_set():
                return
            await self._conversations.catch_up(channel, address)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
