"""How much is sent to Telegram in what time: its own figures, by the library's rate limiter."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.ext import AIORateLimiter

# Telegram counts in windows and the limiter in a bucket that runs out: a full bucket and what runs out of it
# meanwhile have to fit into one window.
_OVERALL = (15, 0.5)
"""About 30 messages a second: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
_GROUP = (5, 20.0)
"""20 a minute."""
_CHAT = (5, 5.0)
"""One a second; a danger card of some messages goes at once."""
_MOST_REMEMBERED = 512


class TelegramLimits(AIORateLimiter):
    """The library's limiter, with Telegram's limit for a single private chat as well.

    A refusal for sending too much isn't tried again here: what it was about waits in the outbox.
    """

    __slots__ = ("_chats",)

    def __init__(self) -> None:
        super().__init__(*_OVERALL, *_GROUP, max_retries=0)
        self._chats: dict[int, AsyncLimiter] = {}

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
        if not endpoint.startswith("send"):
            return await callback(*args, **kwargs)
        chat_id = data.get("chat_id")
        if isinstance(chat_id, int) and chat_id > 0:
            await self._limiter_of(chat_id).acquire()
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

    def _limiter_of(self, chat_id: int) -> AsyncLimiter:
        if len(self._chats) > _MOST_REMEMBERED:
            self._chats = {key: one for key, one in self._chats.items() if not one.has_capacity(_CHAT[0])}
        if chat_id not in self._chats:
            self._chats[chat_id] = AsyncLimiter(*_CHAT)
        return self._chats[chat_id]
