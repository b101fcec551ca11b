"""Takes updates in as they come: danger is answered first and at once, and every update is stored."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.channel import CHANNEL, TelegramChannel
from bot.channels.telegram.handler import TelegramUpdates
from bot.channels.telegram.updates import find_problem, only_words, words_of

_log = logging.getLogger(__name__)
_AT_ONCE_SECONDS = 10.0
"""Others wait behind it to be stored."""


@dataclass(frozen=True, slots=True)
class TelegramIntake:
    """What polling and webhook do with each update."""

    channel: TelegramChannel
    updates: TelegramUpdates
    skipped: Counter[str] = field(default_factory=Counter)
    """How many could not be read since the start, by the kind of error."""

    async def take_in(self, update: dict[str, Any]) -> None:
        """Store it, to be acted on by the inbox; once this returns, Telegram may forget it.

        One that can't be read is skipped, but for what somebody wrote in it. Raises
        sqlalchemy.exc.SQLAlchemyError when it can't be stored: then Telegram has to give it again.
        """
        if problem := find_problem(update):
            update = only_words(update)
            if not words_of(update) or find_problem(update):
                self.skipped[problem] += 1
                _log.warning(
                    "an update could not be read and was skipped: %s, %d so far",
                    problem,
                    self.skipped[problem],
                )
                return
        if self._tells_of_danger(update):
            await self._answer_at_once(update)
        await self.channel.services.inbox.store(CHANNEL, str(update["update_id"]), address_of(update), update)

    def _tells_of_danger(self, update: dict[str, Any]) -> bool:
        alarm = self.channel.services.hear_danger(words_of(update))
        return alarm is not None and not alarm.is_opinion

    async def _answer_at_once(self, update: dict[str, Any]) -> None:
        """Act on it before it is stored: what it was worth is answered even if it can't be.

        The inbox will act on it once more, which changes nothing.
        """
        try:
            async with asyncio.timeout(_AT_ONCE_SECONDS):
                await self.updates.take(update)
        except Exception as error:  # noqa: BLE001  the inbox tries again
            _log.warning("an urgent update was not answered at once: %s", type(error).__name__)


def address_of(update: dict[str, Any]) -> str:
    """The chat that an update is about, or the poll; its own number where it is about neither."""
    if "poll" in update:
        # All totals of one poll one after another.
        return f"poll:{update['poll']['id']}"
    about: dict[str, Any] = next((part for part in update.values() if isinstance(part, dict)), {})
    chat = about.get("chat") or about.get("message", {}).get("chat") or about.get("from") or {}
    return str(chat.get("id", update["update_id"]))
