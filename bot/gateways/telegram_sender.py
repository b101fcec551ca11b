"""Delivers over Telegram: cuts what is too long, puts buttons under it, and follows groups that moved."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.domain.outgoing import Outgoing
from bot.domain.replies import Button
from bot.errors import DeliveryError
from bot.gateways.telegram_api import TelegramApi
from bot.gateways.telegram_errors import delivery_error
from bot.gateways.telegram_texts import split_text
from bot.services.post_markup import to_telegram

HTML = ParseMode.HTML
_LONGEST_DATA = 64
_SHORT_TITLE = 14
_MOST_IN_A_ROW = 3

_log = logging.getLogger(__name__)

#: What is written on a button for a program: from address, key of the message, and position.
type SignButton = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True)
class TelegramSender:
    """The channel's `Sends`."""

    api: TelegramApi
    sign_button: SignButton
    on_moved: Callable[[str, str], None] = lambda _old, _new: None
    """Told that a group has another address now."""

    async def send(self, outgoing: Outgoing) -> str:
        """Deliver it and return the number of its last message; raises DeliveryError."""
        buttons = self._buttons(outgoing)
        if outgoing.reply.is_markdown:
            return str(
                await self._send_piece(outgoing.address, to_telegram(outgoing.reply.text), buttons, HTML)
            )
        *first, last = split_text(outgoing.reply.text) or [""]
        for piece in first:
            await self._send_piece(outgoing.address, piece, None)
        return str(await self._send_piece(outgoing.address, last, buttons))

    async def change(self, outgoing: Outgoing, external_id: str) -> None:
        """Have a delivered post say something else, and keep its buttons; raises DeliveryError."""
        buttons = self._buttons(outgoing)
        await self._edit(outgoing.address, external_id, to_telegram(outgoing.reply.text), buttons)

    async def remove(self, outgoing: Outgoing, external_id: str) -> None:
        """Delete a delivered post, or strike it through when it is too old for that; raises DeliveryError."""
        try:
            await self.api.delete(int(outgoing.address), int(external_id))
        except BadRequest:
            struck = f"<s>{to_telegram(outgoing.reply.text)}</s>"
            await self._edit(outgoing.address, external_id, struck, None)
        except TelegramError as error:
            raise delivery_error(error) from None

    async def _edit(
        self, address: str, external_id: str, text: str, buttons: InlineKeyboardMarkup | None
    ) -> None:
        try:
            await self.api.edit(int(address), int(external_id), text, HTML, buttons)
        except BadRequest as error:
            if "not modified" not in error.message:
                raise delivery_error(error) from None
        except TelegramError as error:
            raise delivery_error(error) from None

    async def _send_piece(
        self, address: str, text: str, buttons: InlineKeyboardMarkup | None, parse_mode: str | None = None
    ) -> int:
        try:
            try:
                return await self.api.send_text(int(address), text, buttons, parse_mode)
            except ChatMigrated as moved:
                self.on_moved(address, str(moved.new_chat_id))
                return await self.api.send_text(moved.new_chat_id, text, buttons, parse_mode)
        except ValueError:
            raise DeliveryError("no_such_address", is_permanent=True) from None
        except TelegramError as error:
            raise delivery_error(error) from None

    def _buttons(self, outgoing: Outgoing) -> InlineKeyboardMarkup | None:
        shown = [
            (button.title, self._button(outgoing, position, button))
            for position, button in enumerate(outgoing.reply.buttons)
        ]
        # What is too long to be a button can still be typed.
        known = [(title, button) for title, button in shown if button is not None]
        if len(known) < len(shown):
            _log.warning("buttons left out of message %s: too long a key", outgoing.key)
        return InlineKeyboardMarkup(_rows(known)) if known else None

    def _button(self, outgoing: Outgoing, position: int, button: Button) -> InlineKeyboardButton | None:
        if button.payload.startswith("https://"):
            return InlineKeyboardButton(button.title, url=button.payload)
        data = self.sign_button(outgoing.address, outgoing.key, position)
        if len(data.encode()) > _LONGEST_DATA:
            return None
        return InlineKeyboardButton(button.title, callback_data=data)


def _rows(buttons: list[tuple[str, InlineKeyboardButton]]) -> list[list[InlineKeyboardButton]]:
    """Short ones side by side, so that nobody has to scroll; longer ones alone, so that all can be read."""
    rows: list[list[InlineKeyboardButton]] = []
    for is_short, group in groupby(buttons, lambda shown: len(shown[0]) <= _SHORT_TITLE):
        listed = [button for _, button in group]
        width = _MOST_IN_A_ROW if is_short else 1
        rows += [listed[i : i + width] for i in range(0, len(listed), width)]
    return rows
