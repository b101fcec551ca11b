"""Pictures on Telegram: each is uploaded once, and sent again by the name that Telegram gave it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.constants import ParseMode

from bot.errors import DeliveryError, NotFoundError
from bot.gateways.telegram_api import TelegramApi

HTML = ParseMode.HTML
_MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class TelegramPictures:
    """Sends and changes messages with a picture; what it raises is the library's TelegramError, but for
    DeliveryError where the picture's file is missing."""

    api: TelegramApi
    read: Callable[[str], bytes]
    """The JPEG of a file name; raises NotFoundError."""
    _known: dict[str, str] = field(default_factory=dict)
    """File name -> what Telegram calls it."""
    _uploading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, chat_id: int, name: str, caption: str, buttons: InlineKeyboardMarkup | None) -> int:
        """Send it with words under it; the message's number."""

        async def send(picture: bytes | str) -> Message:
            return await self.api.bot.send_photo(
                chat_id, picture, caption=caption, parse_mode=HTML, reply_markup=buttons
            )

        return (await self._with(name, send)).message_id

    async def change(
        self, chat_id: int, message_id: int, name: str, caption: str, buttons: InlineKeyboardMarkup | None
    ) -> None:
        """Put another picture into a message, or its first, and the words that go with it."""

        async def change(picture: bytes | str) -> Message:
            return await self._put(chat_id, message_id, picture, caption, buttons)

        await self._with(name, change)

    async def blank(self, chat_id: int, message_id: int, blank: bytes, caption: str) -> None:
        """Put a picture that shows nothing in place of one that can't be deleted."""
        await self._put(chat_id, message_id, blank, caption, None)

    async def change_words(
        self, chat_id: int, message_id: int, caption: str, buttons: InlineKeyboardMarkup | None
    ) -> None:
        """Change the words under it."""
        await self.api.bot.edit_message_caption(
            chat_id, message_id, caption=caption, parse_mode=HTML, reply_markup=buttons
        )

    async def _put(
        self,
        chat_id: int,
        message_id: int,
        picture: bytes | str,
        caption: str,
        buttons: InlineKeyboardMarkup | None,
    ) -> Message:
        media = InputMediaPhoto(picture, caption=caption, parse_mode=HTML)
        changed = await self.api.bot.edit_message_media(media, chat_id, message_id, reply_markup=buttons)
        if not isinstance(changed, Message):
            raise DeliveryError("not_changeable", is_permanent=True)
        return changed

    async def _with(self, name: str, do: Callable[[bytes | str], Awaitable[Message]]) -> Message:
        if name not in self._known:
            # Whoever comes next waits, so that a picture for thousands goes up once.
            async with self._uploading:
                if name not in self._known:
                    message = await do(await self._read(name))
                    if len(self._known) >= _MOST_REMEMBERED:
                        self._known.clear()
                    self._known[name] = message.photo[-1].file_id
                    return message
        return await do(self._known[name])

    async def _read(self, name: str) -> bytes:
        try:
            return await asyncio.to_thread(self.read, name)
        except NotFoundError:
            raise DeliveryError("picture_missing", is_permanent=False) from None
