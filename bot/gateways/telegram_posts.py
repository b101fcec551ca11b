"""Posts on Telegram: with their picture if it fits, changed where they stand, and taken back.

A picture carries its words as a caption, which Telegram keeps short. Longer words are a text that shows the
picture as a large preview above them, so that either is one message, delivered whole or not at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, TelegramError

from bot.domain.outgoing import Outgoing
from bot.domain.replies import Picture, Reply
from bot.gateways.telegram_api import NO_PREVIEW, TelegramApi
from bot.gateways.telegram_buttons import TelegramButtons
from bot.gateways.telegram_errors import delivery_error
from bot.gateways.telegram_pictures import HTML, TelegramPictures
from bot.gateways.telegram_texts import split_text
from bot.services.post_markup import LONGEST_CAPTION, fits_caption, to_plain, to_telegram, with_note


@dataclass(frozen=True, slots=True)
class TelegramPosts:
    """The channel's `ChangesSent`, and the part of its `Sends` that is about posts."""

    api: TelegramApi
    pictures: TelegramPictures
    buttons: TelegramButtons
    picture_address: Callable[[str], str]
    """Where everybody finds a picture, by its file name."""
    blank: Callable[[], bytes]
    """A JPEG that shows nothing."""

    async def send(self, chat_id: int, outgoing: Outgoing) -> int:
        """Deliver a post and return its message's number; raises the library's TelegramError."""
        reply, buttons = outgoing.reply, self.buttons.under(outgoing)
        text = to_telegram(with_note(reply))
        if picture := captioned_picture(reply):
            return await self.pictures.send(chat_id, picture.name, text, buttons)
        return await self.api.send_text(chat_id, text, buttons, HTML, self._preview(reply))

    async def change(self, outgoing: Outgoing, external_id: str, before: Reply) -> str:
        """Have a delivered post say something else, and keep its buttons; raises DeliveryError."""
        chat_id, message_id = int(outgoing.address), int(external_id)
        buttons, text = self.buttons.under(outgoing), to_telegram(with_note(outgoing.reply))
        shown, wanted = captioned_picture(before), captioned_picture(outgoing.reply)
        try:
            if shown is not None and wanted is None:
                return str(await self._replace(chat_id, message_id, outgoing))
            if wanted is None:
                await _edit(self._edit_text(chat_id, message_id, outgoing.reply, buttons))
            elif shown is not None and shown.name == wanted.name:
                await _edit(self.pictures.change_words(chat_id, message_id, text, buttons))
            else:
                await _edit(self.pictures.change(chat_id, message_id, wanted.name, text, buttons))
        except TelegramError as error:
            raise delivery_error(error) from None
        return external_id

    async def remove(self, outgoing: Outgoing, external_id: str, before: Reply) -> None:
        """Delete a delivered post, or strike it through when it is too old for that; raises DeliveryError.

        What can't be deleted shows its picture no more: it may be why the post is taken back.
        """
        chat_id, message_id = int(outgoing.address), int(external_id)
        try:
            await self.api.delete(chat_id, message_id)
        except BadRequest:
            await self._strike(chat_id, message_id, before)
        except TelegramError as error:
            raise delivery_error(error) from None

    async def _strike(self, chat_id: int, message_id: int, before: Reply) -> None:
        struck = f"<s>{to_telegram(with_note(before))}</s>"
        try:
            if captioned_picture(before) is not None:
                await _edit(self.pictures.blank(chat_id, message_id, self.blank(), struck))
            else:
                await _edit(self.api.edit(chat_id, message_id, struck, HTML, None, NO_PREVIEW))
        except TelegramError as error:
            raise delivery_error(error) from None

    async def _replace(self, chat_id: int, message_id: int, outgoing: Outgoing) -> int:
        """Put a text where a picture was, which Telegram can't turn into one: its message's number."""
        try:
            await self.api.delete(chat_id, message_id)
        except BadRequest as error:
            if "not found" not in error.message:
                # Too old to be deleted: it stays a picture, with as much of the words as fits.
                await self._keep_as_picture(chat_id, message_id, outgoing)
                return message_id
        return await self.send(chat_id, outgoing)

    async def _keep_as_picture(self, chat_id: int, message_id: int, outgoing: Outgoing) -> None:
        reply = outgoing.reply
        begun = split_text(to_plain(with_note(reply)), LONGEST_CAPTION)[0]
        caption = begun.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if reply.picture is None:
            await _edit(self.pictures.blank(chat_id, message_id, self.blank(), caption))
        else:
            buttons = self.buttons.under(outgoing)
            await _edit(self.pictures.change(chat_id, message_id, reply.picture.name, caption, buttons))

    async def _edit_text(
        self, chat_id: int, message_id: int, reply: Reply, buttons: InlineKeyboardMarkup | None
    ) -> None:
        text = to_telegram(with_note(reply))
        await self.api.edit(chat_id, message_id, text, HTML, buttons, self._preview(reply))

    def _preview(self, reply: Reply) -> LinkPreviewOptions:
        address = self.picture_address(reply.picture.name) if reply.picture else ""
        if not address.startswith("https://"):
            return NO_PREVIEW
        return LinkPreviewOptions(url=address, prefer_large_media=True, show_above_text=True)


def captioned_picture(reply: Reply) -> Picture | None:
    """The picture that carries a post's words, if it has one and they are short enough."""
    if reply.picture is None or not fits_caption(reply):
        return None
    return reply.picture


async def _edit(change: Awaitable[None]) -> None:
    """Do a change; that it says so already is no matter."""
    try:
        await change
    except BadRequest as error:
        if "not modified" not in error.message:
            raise
