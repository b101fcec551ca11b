"""Telegram's Bot API: the one place that talks to it, and that keeps the token out of every log."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

# Read by the library when an error is made: spans of time as such, without a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import (
    BotCommand,
    ChatMember,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonCommands,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.errors import MessengerError, PhotoRefusedError
from bot.gateways.telegram_errors import short_reason
from bot.gateways.telegram_limits import TelegramLimits

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ADDRESS = "https://api.telegram.org"
_POLL_SECONDS = 25
_ANSWER_SECONDS = 5.0
#: What the bot wants to hear of.
UPDATES = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member", "poll")
_POLL_IS_OVER = ("already been closed", "message with poll to stop not found")
_ADMINISTRATORS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}
#: They write addresses with the token in them, or what is sent.
_TALKATIVE = ("httpx", "httpcore", "telegram")


def keep_libraries_quiet() -> None:
    """Let no library write a line about a request: what has to be known we log ourselves."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class _Bot(ExtBot[int]):
    """The library's client, that also gives updates just as they came."""

    async def fetch(self, offset: int | None, seconds: int, kinds: Sequence[str]) -> list[dict[str, Any]]:
        """Updates from `offset` on. The library's own way loses all of them when it can't read one.

        Raises the library's TelegramError.
        """
        asked = {"timeout": seconds, "offset": offset, "allowed_updates": kinds}
        found = await self._post("getUpdates", asked, read_timeout=seconds + _ANSWER_SECONDS)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []


class TelegramApi:
    """One bot."""

    def __init__(self, token: str, address: str | None = None) -> None:
        """`address` is another Bot API server's, without a slash at its end."""
        keep_libraries_quiet()
        base = (address or _ADDRESS).rstrip("/")
        self._bot = _Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=HTTPXRequest(connection_pool_size=32, pool_timeout=10.0),
            get_updates_request=HTTPXRequest(connection_pool_size=2),
            rate_limiter=TelegramLimits(),
        )
        self._username: str | None = None

    @property
    def bot(self) -> ExtBot[int]:
        """The library's client."""
        return self._bot

    async def close(self) -> None:
        """Let go of the connections."""
        await self._bot.shutdown()

    async def get_username(self) -> str:
        """The bot's own name, asked for once; raises MessengerError."""
        if self._username is None:
            try:
                await self._bot.initialize()
                self._username = (await self._bot.get_me()).username or ""
            except TelegramError as error:
                raise _ours(error) from None
        return self._username

    async def get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        """What happened from `offset` on, which confirms all before it; waits for something to happen.

        Raises MessengerError.
        """
        try:
            return await self._bot.fetch(offset, _POLL_SECONDS, UPDATES)
        except TelegramError as error:
            raise _ours(error) from None

    async def stop_webhook(self) -> None:
        """Have updates wait to be fetched; raises MessengerError."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            raise _ours(error) from None

    async def start_webhook(self, address: str, secret: str) -> None:
        """Have updates delivered to an https address, with the secret; raises MessengerError."""
        try:
            await self._bot.set_webhook(address, secret_token=secret, allowed_updates=UPDATES)
        except TelegramError as error:
            raise _ours(error) from None

    async def describe(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        """Set the commands with what they do, and the button that lists them; raises MessengerError.

        `language` (ISO 639-1) is the one of the apps that they are for; None for all others.
        """
        try:
            listed = [BotCommand(name, what) for name, what in commands]
            await self._bot.set_my_commands(listed, language_code=language)
            await self._bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        except TelegramError as error:
            raise _ours(error) from None

    async def download(self, file_id: str, max_bytes: int) -> bytes:
        """A file that somebody sent; raises PhotoRefusedError for one too big, and MessengerError."""
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > max_bytes:
                raise PhotoRefusedError("photo_too_large")
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            reason = "photo_too_large" if "too big" in error.message else "photo_broken"
            raise PhotoRefusedError(reason) from None
        except TelegramError as error:
            raise _ours(error) from None

    async def acknowledge(self, press_id: str, text: str | None = None) -> None:
        """Tell an app that its press came through; one that nobody waits for any more is no matter."""
        try:
            await self._bot.answer_callback_query(press_id, text)
        except TelegramError:
            return

    async def take_buttons_away(self, address: str, message_id: int) -> None:
        """Take the buttons away that were answered; where that can't be done they stay."""
        try:
            await self._bot.edit_message_reply_markup(int(address), message_id, reply_markup=None)
        except TelegramError:
            return

    async def show_typing(self, address: str) -> None:
        """Show for some seconds that somebody is typing; where that can't be done nothing is shown."""
        try:
            await self._bot.send_chat_action(int(address), ChatAction.TYPING)
        except TelegramError:
            return

    async def is_administrator(self, address: str, user_id: int) -> bool:
        """Whether somebody may decide for a group; raises MessengerError."""
        try:
            member = await self._bot.get_chat_member(int(address), user_id)
        except TelegramError as error:
            raise _ours(error) from None
        return member.status in _ADMINISTRATORS

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        parse_mode: str,
        buttons: InlineKeyboardMarkup | None,
        preview: LinkPreviewOptions,
    ) -> None:
        """Change a message that was sent; raises the library's TelegramError."""
        await self._bot.edit_message_text(
            text,
            chat_id,
            message_id,
            parse_mode=parse_mode,
            reply_markup=buttons,
            link_preview_options=preview,
        )

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message that was sent; raises the library's TelegramError."""
        await self._bot.delete_message(chat_id, message_id)

    async def send_poll(self, chat_id: int, question: str, options: Sequence[str]) -> str:
        """Send a poll in which votes are secret, for one answer each; `<message>:<poll>`.

        Raises the library's TelegramError.
        """
        sent = await self._bot.send_poll(
            chat_id, question, list(options), is_anonymous=True, allows_multiple_answers=False
        )
        return f"{sent.message_id}:{sent.poll.id if sent.poll else ''}"

    async def stop_poll(self, chat_id: int, message_id: int) -> str:
        """Let a poll take no more votes; one that is closed or gone is no matter.

        Raises the library's TelegramError.
        """
        try:
            await self._bot.stop_poll(chat_id, message_id)
        except BadRequest as error:
            if not any(words in error.message.casefold() for words in _POLL_IS_OVER):
                raise
        return str(message_id)

    async def send_text(
        self,
        chat_id: int,
        text: str,
        buttons: InlineKeyboardMarkup | None,
        parse_mode: str | None = None,
        preview: LinkPreviewOptions = NO_PREVIEW,
    ) -> int:
        """Send a message and return its number; raises the library's TelegramError."""
        sent = await self._bot.send_message(
            chat_id,
            text,
            parse_mode=parse_mode,
            reply_markup=buttons,
            link_preview_options=preview,
        )
        return sent.message_id


def _ours(error: TelegramError) -> MessengerError:
    """Our error, without the library's words: they may hold the token."""
    refused = isinstance(error, InvalidToken)
    return MessengerError(short_reason(error), is_permanent=refused)
