"""How often an address and a name may try to get in, counted in this process's memory."""

from __future__ import annotations

from datetime import timedelta

from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from bot.console.problems import ConsoleRefusal

TRIES_PER_MINUTE = 20
"""From one network address: an office shows many people under one."""


class Throttle:
    """Slows guessing down before any password is looked at; the lock-out of accounts is in the database."""

    def __init__(self, most_tries: int, lock_out: timedelta) -> None:
        """A name nobody has is locked out as an account is, so that the notice tells nothing."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_address = RateLimitItemPerMinute(TRIES_PER_MINUTE)
        self._per_name = RateLimitItemPerSecond(most_tries, int(lock_out.total_seconds()))

    async def count_try(self, address: str) -> None:
        """Count one try from a network address; raises ConsoleRefusal `too_many_tries`."""
        if not await self._limiter.hit(self._per_address, "address", address):
            raise ConsoleRefusal("too_many_tries", 429)

    async def is_locked(self, name: str) -> bool:
        """Whether there were too many wrong tries for a name."""
        return not await self._limiter.test(self._per_name, "name", name)

    async def note_wrong(self, name: str) -> None:
        """Count one wrong try for a name."""
        await self._limiter.hit(self._per_name, "name", name)

    async def forget(self, name: str) -> None:
        """The right password was given: earlier tries count no more."""
        await self._limiter.clear(self._per_name, "name", name)
