"""Turns: of one person one message is worked on at a time, and whoever stops can wait for all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from weakref import WeakValueDictionary

from sqlalchemy import or_, update

from bot.db.base import utc_now
from bot.db.models import Conversation
from bot.db.session import Database

_LEASE = timedelta(minutes=3)
_BETWEEN_LOOKS_SECONDS = 0.1


class Turns:
    """Gives turns in the order in which they were asked for.

    In one hub that is a lock; where several share a database, a claim of the conversation's row beside it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._taken = 0
        self._all_ended = asyncio.Event()
        self._all_ended.set()

    @asynccontextmanager
    async def of_address(self, channel: str, address: str) -> AsyncIterator[None]:
        """The turn of one message of an address."""
        async with self._lock(f"address:{channel}:{address}"):
            self._taken += 1
            self._all_ended.clear()
            try:
                yield
            finally:
                self._taken -= 1
                if not self._taken:
                    self._all_ended.set()

    @asynccontextmanager
    async def of_conversation(self, conversation_id: str) -> AsyncIterator[bool]:
        """The turn in a conversation that several addresses or hubs may share; whether it was waited for.

        Who has waited looks again at what was read before.
        """
        lock = self._lock(f"conversation:{conversation_id}")
        has_waited = lock.locked()
        async with lock:
            if not self._database.is_shared:
                yield has_waited
                return
            has_waited = await self._claim(conversation_id) or has_waited
            try:
                yield has_waited
            finally:
                await self._database.run(self._let_go, conversation_id)

    async def all_ended(self, seconds: float) -> bool:
        """Wait until no turn is taken, so long at most; whether there is none."""
        end = time.monotonic() + seconds
        while self._taken:
            try:
                async with asyncio.timeout(end - time.monotonic()):
                    await self._all_ended.wait()
            except TimeoutError:
                return False
        return True

    def _lock(self, key: str) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def _claim(self, conversation_id: str) -> bool:
        has_waited = False
        while not await self._database.run(self._try_claim, conversation_id):
            has_waited = True
            await asyncio.sleep(_BETWEEN_LOOKS_SECONDS)
        return has_waited

    def _try_claim(self, conversation_id: str) -> bool:
        """Claim the row unless another hub has it; one that is gone needs no claim."""
        now = utc_now()
        with self._database.unit_of_work() as session:
            is_free = or_(Conversation.claimed_until.is_(None), Conversation.claimed_until < now)
            claimed = session.scalar(
                update(Conversation)
                .where(Conversation.id == conversation_id, is_free)
                .values(claimed_until=now + _LEASE)
                .returning(Conversation.id)
            )
            return claimed is not None or session.get(Conversation, conversation_id) is None

    def _let_go(self, conversation_id: str) -> None:
        with self._database.unit_of_work() as session:
            session.execute(
                update(Conversation).where(Conversation.id == conversation_id).values(claimed_until=None)
            )
