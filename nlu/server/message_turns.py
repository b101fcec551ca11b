"""Whose turn it is: Rasa takes the messages of one conversation one after another, as they came."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from rasa.core.lock_store import LockStore
from rasa.utils.endpoints import EndpointConfig

#: Of this process: a new model brings a second store, which has to wait for what the first one has in hand.
_locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()


class MessageTurns(LockStore):
    """Wakes who waits as soon as the conversation is free; Rasa's own store looks again once a second.

    The hub gives the next message without waiting until Rasa has put the last one away.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        """Rasa makes it from what endpoints.yml says of it, which is nothing."""

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0.0, wait_time_in_seconds: float = 0.0
    ) -> AsyncIterator[Lock]:
        """The turn of one message, for as long as it takes: whoever sent it stops waiting by itself."""
        turn = _locks.setdefault(conversation_id, Lock())
        async with turn:
            yield turn
