"""Buttons under Telegram's messages: signed, as short as Telegram wants them, and set in rows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.outgoing import Outgoing
from bot.domain.replies import Button

_LONGEST_DATA = 64
_SHORT_TITLE = 14
_MOST_IN_A_ROW = 3

_log = logging.getLogger(__name__)

#: What is written on a button for a program: from address, key of the message, and position.
type SignButton = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True)
class TelegramButtons:
    """Makes them."""

    sign: SignButton

    def under(self, outgoing: Outgoing) -> InlineKeyboardMarkup | None:
        """Those of a message, if it has any."""
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
        data = self.sign(outgoing.address, outgoing.key, position)
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
