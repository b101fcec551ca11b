"""Translates what Telegram says of a message into what the conversation takes, or why it can't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_WITH_WORDS = ("message", "edited_message", "channel_post")
_OF_WORDS = ("message_id", "date", "edit_date", "chat", "from", "text", "caption")
"""What has to be known of words to answer them."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody sent."""

    text: str = ""
    location: tuple[float, float] | None = None
    photo: str | None = None
    """Telegram's key for the picture."""
    photo_bytes: int = 0
    """How big Telegram says it is."""
    problem: str | None = None
    """Name of the sentence that says why it can't be used."""

    @property
    def is_something(self) -> bool:
        """Whether there is anything to act on, or to answer."""
        return bool(self.text.strip() or self.location or self.photo or self.problem)


@dataclass(frozen=True, slots=True)
class Command:
    """A word with a slash, such as /report."""

    name: str
    rest: str
    """What was written after it."""
    is_for_us: bool = True
    """False where another bot was named: /report@OtherBot."""


def translate(message: Message) -> Said:
    """What a message says; service messages (somebody joined, ...) say nothing."""
    if message.text:
        return Said(text=message.text)
    if message.location:
        # A venue has a location too: where it is says more than what it is called.
        return Said(location=(message.location.latitude, message.location.longitude))
    if message.photo:
        largest = message.photo[-1]
        return Said(text=message.caption or "", photo=largest.file_id, photo_bytes=largest.file_size or 0)
    if message.document:
        return _document(message)
    if message.contact:
        is_own = message.from_user is not None and message.contact.user_id == message.from_user.id
        if is_own:
            return Said(text=message.contact.phone_number)
        return Said(problem="contact_of_another")
    if message.sticker:
        return Said(problem="sticker")
    if message.voice or message.audio or message.video or message.video_note:
        return Said(text=message.caption or "", problem="cannot_hear")
    return Said(text=message.caption or "", problem="cannot_use" if message.effective_attachment else None)


def _document(message: Message) -> Said:
    document = message.document
    caption = message.caption or ""
    if document is None or message.animation or not (document.mime_type or "").startswith("image/"):
        return Said(text=caption, problem="file_kind")
    return Said(text=caption, photo=document.file_id, photo_bytes=document.file_size or 0)


def find_command(message: Message, username: str) -> Command | None:
    """The command that a message begins with, or None."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    first = next((e for e in entities if e.type == MessageEntity.BOT_COMMAND and e.offset == 0), None)
    if first is None:
        return None
    written, rest = text[1 : first.length], text[first.length :].strip()
    name, _, of_bot = written.partition("@")
    return Command(name.casefold(), rest, is_for_us=of_bot.casefold() in {"", username.casefold()})


def is_spoken_to(message: Message, username: str) -> bool:
    """Whether a message in a group is for the bot: it is named, or what it said is replied to."""
    answered = message.reply_to_message
    by = answered.from_user if answered is not None else None
    if by is not None and (by.username or "").casefold() == username.casefold():
        return True
    named = dict(message.parse_entities([MessageEntity.MENTION]))
    named |= message.parse_caption_entities([MessageEntity.MENTION])
    return any(word.casefold() == f"@{username}".casefold() for word in named.values())


def words_of(update: dict[str, Any]) -> str:
    """What somebody wrote, if they did."""
    message = _message_of(update)
    return str(message.get("text") or message.get("caption") or "")


def find_problem(update: dict[str, Any]) -> str | None:
    """Why an update can't be read, as the kind of the error; None for one that can.

    Servers that a council runs itself may be older than the library, and leave out what it counts on.
    """
    try:
        Update.de_json(update)
    except Exception as error:  # noqa: BLE001  the library raises whatever the gap leads to
        return type(error).__name__
    return None


def only_words(update: dict[str, Any]) -> dict[str, Any]:
    """The same update with nothing but what somebody wrote: what can't be read may only stand beside it."""
    message = _message_of(update)
    plain = {name: message[name] for name in _OF_WORDS if name in message}
    kept = {kind: plain for kind in _WITH_WORDS if kind in update}
    return {"update_id": update["update_id"], **kept}


def _message_of(update: dict[str, Any]) -> dict[str, Any]:
    found: object = next((update[kind] for kind in _WITH_WORDS if kind in update), {})
    return found if isinstance(found, dict) else {}
