"""Delivers over Telegram: cuts what is too long, and follows groups that moved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram.error import ChatMigrated, TelegramError

from bot.domain.outgoing import Outgoing
from bot.errors import DeliveryError
from bot.gateways.telegram_api import TelegramApi
from bot.gateways.telegram_buttons import TelegramButtons
from bot.gateways.telegram_errors import REFUSED, delivery_error
from bot.gateways.telegram_posts import TelegramPosts
from bot.gateways.telegram_texts import split_text


@dataclass(frozen=True, slots=True)
class TelegramSender:
    """The channel's `Sends`."""

    api: TelegramApi
    buttons: TelegramButtons
    posts: TelegramPosts
    on_moved: Callable[[str, str], None] = lambda _old, _new: None
    """Told that a group has another address now."""

    async def send(self, outgoing: Outgoing) -> str:
        """Deliver it and return the number of its last message, with a poll's key; raises DeliveryError."""
        poll, ends_poll = outgoing.reply.poll, outgoing.reply.ends_poll
        if poll is not None:
            try:
                return await self._deliver(
                    outgoing.address, lambda chat_id: self.api.send_poll(chat_id, poll.question, poll.options)
                )
            except DeliveryError as error:
                # An older server of the Bot API doesn't take today's polls: it is said in words.
                if error.reason != REFUSED:
                    raise
        if ends_poll is not None:
            return await self._deliver(
                outgoing.address, lambda chat_id: self.api.stop_poll(chat_id, int(ends_poll))
            )
        if outgoing.reply.is_markdown:
            return str(
                await self._deliver(outgoing.address, lambda chat_id: self.posts.send(chat_id, outgoing))
            )
        buttons = self.buttons.under(outgoing)
        *first, last = split_text(outgoing.reply.text) or [""]
        for piece in first:
            await self._deliver(outgoing.address, partial(self.api.send_text, text=piece, buttons=None))
        return str(
            await self._deliver(outgoing.address, lambda chat_id: self.api.send_text(chat_id, last, buttons))
        )

    async def _deliver[Key](self, address: str, send: Callable[[int], Awaitable[Key]]) -> Key:
        try:
            try:
                return await send(int(address))
            except ChatMigrated as moved:
                self.on_moved(address, str(moved.new_chat_id))
                return await send(moved.new_chat_id)
        except ValueError:
            raise DeliveryError("no_such_address", is_permanent=True) from None
        except TelegramError as error:
            raise delivery_error(error) from None
