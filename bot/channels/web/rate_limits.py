"""How much one session and one address may send in a minute."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from bot.channels.web.problems import RequestRefusedError

#: A library, a school or a mobile network shows many people under one address.
SESSIONS_BEHIND_AN_ADDRESS = 10
PHOTO_SHARE = 4
_WAIT_SECONDS = 60


class RateLimits:
    """Counts in this process's memory; forgets with it."""

    def __init__(self, messages_per_minute: int) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._per_session = RateLimitItemPerMinute(messages_per_minute)
        self._per_address = RateLimitItemPerMinute(messages_per_minute * SESSIONS_BEHIND_AN_ADDRESS)
        self._photos = RateLimitItemPerMinute(max(1, messages_per_minute // PHOTO_SHARE))

    async def count_message(self, session_id: str, address: str) -> None:
        """Count one message; raises RequestRefusedError `too_many` when it is one too many."""
        await self._count(self._per_session, "session", session_id)
        await self._count(self._per_address, "address", address)

    async def count_photo(self, session_id: str) -> None:
        """Count one photo, which costs much more than words; raises as `count_message` does."""
        await self._count(self._photos, "photo", session_id)

    async def count_new_session(self, address: str) -> None:
        """Count a session that a program asked for; raises as `count_message` does."""
        await self._count(self._per_address, "new-session", address)

    async def count_search(self, address: str) -> None:
        """Count a search for a place, which happens as somebody types; raises as `count_message` does."""
        await self._count(self._per_address, "search", address)

    async def _count(self, limit: RateLimitItemPerMinute, kind: str, key: str) -> None:
        if not await self._limiter.hit(limit, kind, key):
            raise RequestRefusedError("too_many", 429, retry_after_seconds=_WAIT_SECONDS)
