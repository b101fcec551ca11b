"""Removes a conversation everywhere at once: database, photo folder and Rasa's memory."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from bot.db.session import Database
from bot.errors import RasaUnavailableError
from bot.services.erasure import Erased, ErasureService

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RemovalService:
    """What `delete this conversation` does, on every channel."""

    database: Database
    erasure: ErasureService
    remove_files: Callable[[Iterable[str]], None]
    """Removes photos from their folder, by name."""
    forget: Callable[[str], Awaitable[None]]
    """Makes Rasa forget a conversation, by its tracker id; may raise RasaUnavailableError."""

    async def remove(self, channel: str, address: str) -> None:
        """Delete the conversation that goes by that address, if there is one."""
        erased = await run_in_threadpool(self._erase, channel, address)
        if erased is None:
            return
        await run_in_threadpool(self.remove_files, erased.photo_files)
        try:
            await self.forget(erased.tracker_id)
        except RasaUnavailableError:
            # Its name leads to nobody any more.
            _log.warning("Rasa could not be told to forget a deleted conversation")

    def _erase(self, channel: str, address: str) -> Erased | None:
        with self.database.unit_of_work() as session:
            return self.erasure.erase_conversation(session, channel, address)
