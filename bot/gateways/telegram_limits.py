"""How much is sent to Telegram in what time: its own figures, by the library's rate limiter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.ext import AIORateLimiter

MESSAGES_PER_SECOND = 30
"""To all chats: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
_WINDOW_SECONDS = 1.0
_OVERALL = (5, 5 / MESSAGES_PER_SECOND)
"""Spreads them over the second, so that what is urgent doesn't wait for the next one."""
# Telegram counts in windows and the limiter in a bucket that runs out: a full bucket and what runs out of it
# meanwhile have to fit into one window.
_GROUP = (5, 20.0)
"""20 a minute."""
_CHAT = (5, 5.0)
"""One a second; a danger card of some messages goes at once."""
_MOST_REMEMBERED = 512
_SIGN = "sendChatAction"
"""That somebody is typing: no message, and no reason to hold one up."""


class TelegramLimits(AIORateLimiter):
    """The library's limiter, with Telegram's limit for a single private chat as well.

    In any second no more than 30 messages reach Telegram: it counts one when it arrives, which is before it
    is answered, so the place of a message is free again a second after its answer (docs/adr/0012).

    A refusal for sending too much isn't tried again here: what it was about waits in the outbox.
    """

    __slots__ = ("_chats", "_places")

    def __init__(self) -> None:
        super().__init__(*_OVERALL, *_GROUP, max_retries=0)
        self._chats: dict[int, AsyncLimiter] = {}
        self._places = asyncio.Semaphore(MESSAGES_PER_SECOND)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Wait until the request fits, and do it."""
        if not endpoint.startswith("send") or endpoint == _SIGN:
            return await callback(*args, **kwargs)
        chat_id = data.get("chat_id")
        if isinstance(chat_id, int) and chat_id > 0:
            await self._limiter_of(chat_id).acquire()

        async def in_its_place(*given: Any, **named: Any) -> bool | dict[str, Any] | list[dict[str, Any]]:
            await self._places.acquire()
            try:
                return await callback(*given, **named)
            finally:
                asyncio.get_running_loop().call_later(_WINDOW_SECONDS, self._places.release)

        return await super().process_request(in_its_place, args, kwargs, endpoint, data, rate_limit_args)

    def _limiter_of(self, chat_id: int) -> AsyncLimiter:
        if len(self._chats) > _MOST_REMEMBERED:
            self._chats = {key: one for key, one in self._chats.items() if not one.has_capacity(_CHAT[0])}
        if chat_id not in self._chats:
            self._chats[chat_id] = AsyncLimiter(*_CHAT)
        return self._chats[chat_id]
