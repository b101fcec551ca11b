"""Listening: tells Telegram how the bot is reached and what it can do, and fetches updates if need be."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from tenacity import AsyncRetrying, retry_if_exception, wait_random_exponential

from bot.channels.telegram.commands import describe
from bot.channels.telegram.intake import TelegramIntake
from bot.domain.danger_languages import ENGLISH
from bot.domain.spoken import speaking
from bot.errors import MessengerError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers to, and how we know that it is Telegram."""

    address: str
    secret: str


@dataclass(frozen=True, slots=True)
class Listening:
    """Runs beside the hub: whatever fails at Telegram, the hub serves on and it is tried again."""

    intake: TelegramIntake
    webhook: Webhook | None = None
    """None fetches updates by long polling."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While the hub serves."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await self.intake.channel.services.messenger.close()

    async def _run(self) -> None:
        try:
            await self._again_and_again(self._introduce)
            if self.webhook is None:
                offset: int | None = None
                while True:
                    offset = await self._again_and_again(partial(self._fetch, offset))
        except MessengerError as error:
            _log.error("Telegram is off: %s. Check LOCAL_FOCUS_TELEGRAM_TOKEN.", error.reason)

    async def _introduce(self) -> None:
        messenger = self.intake.channel.services.messenger
        await messenger.get_username()
        words = self.intake.channel.words
        for language in words.catalogues.languages:
            with speaking(language):
                await messenger.describe(describe(words), None if language == ENGLISH else language)
        if self.webhook is None:
            await messenger.stop_webhook()
        else:
            await messenger.start_webhook(self.webhook.address, self.webhook.secret)

    async def _fetch(self, offset: int | None) -> int | None:
        """Fetch and store what there is; from where to go on. Asking from there confirms what was stored."""
        for update in await self.intake.channel.services.messenger.get_updates(offset):
            if not isinstance(update.get("update_id"), int):
                continue
            try:
                await self.intake.take_in(update)
            except SQLAlchemyError as error:
                _log.warning("an update could not be stored: %s", type(error).__name__)
                await asyncio.sleep(1)
                return offset
            offset = update["update_id"] + 1
        return offset

    async def _again_and_again[T](self, act: Callable[[], Awaitable[T]]) -> T:
        """Until it is done, with pauses; raises MessengerError only for what no waiting mends."""
        trying = AsyncRetrying(
            wait=wait_random_exponential(multiplier=0.5, max=60),
            retry=retry_if_exception(lambda e: isinstance(e, MessengerError) and not e.is_permanent),
            before_sleep=lambda state: _log.warning(
                "Telegram: %s", getattr(state.outcome and state.outcome.exception(), "reason", "failed")
            ),
            reraise=True,
        )
        return await trying(act)
