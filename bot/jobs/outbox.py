"""Works off the outbox: sends through the channel, and decides what becomes of what it can't deliver."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from bot.db.session import Database
from bot.domain.outgoing import Outgoing, Sends
from bot.errors import DeliveryError
from bot.jobs.worker import Worker
from bot.services.outbox import ClaimedMessage, OutboxService

_SEND_SECONDS = 60.0

_log = logging.getLogger(__name__)


class OutboxWorker(Worker[ClaimedMessage]):
    """Sends one message to an address at a time, and to several addresses at once."""

    def __init__(self, database: Database, outbox: OutboxService, channels: Mapping[str, Sends]) -> None:
        super().__init__(database)
        self._outbox = outbox
        self._channels = channels

    def _claim(self, limit: int) -> Sequence[ClaimedMessage]:
        return self._outbox.claim(self._channels.keys(), limit)

    async def _work(self, item: ClaimedMessage) -> ClaimedMessage | None:
        try:
            external_id = await self._send(item.outgoing)
        except DeliveryError as error:
            failure = error
            if await self._write_down(lambda: self._outbox.fail(item, failure)):
                _log.error("message %d to %s was given up: %s", item.id, item.outgoing.channel, error.reason)
            return None
        following = await self._write_down(lambda: self._outbox.sent(item, external_id))
        if following is not None and self._is_stopping:
            held = following
            await self._write_down(lambda: self._outbox.put_back([held]))
            return None
        return following

    async def _send(self, outgoing: Outgoing) -> str:
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                return await self._channels[outgoing.channel].send(outgoing)
        except DeliveryError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it was, the message is not lost
            # A channel that forgot to say what its error means: tried again.
            raise DeliveryError(type(error).__name__, is_permanent=False) from None

    def _put_back(self, items: Sequence[ClaimedMessage]) -> None:
        self._outbox.put_back(items)

    def _tidy(self) -> None:
        super()._tidy()
        if count := self._outbox.forget_old():
            _log.warning("%d messages that were given up long ago were emptied", count)

    def _take_back(self, *, everything: bool) -> int:
        return self._outbox.take_back(everything=everything)
