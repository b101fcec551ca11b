"""How quickly one person's messages are acted on: what comes quicker waits, and nothing is dropped."""

from __future__ import annotations

import time

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

_LEAST_SECONDS = 0.05


class Pace:
    """Counts in this process's memory; forgets with it."""

    def __init__(self, messages_per_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages = RateLimitItemPerMinute(messages_per_minute)
        self._told = RateLimitItemPerHour(1)

    async def take(self, address: str) -> float:
        """Count a message from an address; the seconds to wait if it is one too many, which isn't counted."""
        if await self._limiter.hit(self._messages, "message", address):
            return 0.0
        stats = await self._limiter.get_window_stats(self._messages, "message", address)
        return max(stats.reset_time - time.time(), _LEAST_SECONDS)

    async def may_tell(self, address: str) -> bool:
        """Whether to tell somebody that they are quick: once an hour, so as not to flood them in turn."""
        return await self._limiter.hit(self._told, "told", address)
