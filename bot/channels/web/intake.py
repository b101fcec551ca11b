"""Takes what came in by the web, whatever its form, and makes it one message for the conversation."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from bot.channels.web.channel import CHANNEL, LONGEST_TEXT, WebChannel
from bot.channels.web.problems import RequestRefusedError
from bot.channels.web.sessions import WebSession
from bot.domain.replies import Incoming
from bot.errors import PhotoRefusedError, StoppingError
from bot.services.message_answers import Answered
from bot.services.photo_intake import PhotoIntake

#: The only shapes that our own buttons have: `/intent` and `/choose{"value": "..."}`.
PAYLOAD = re.compile(r'/[a-z][a-z0-9_]{0,59}|/choose\{"value": "[^"\\{}\x00-\x1f]{1,200}"\}')
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGEST = 16
_RESTART_SECONDS = 10
_PHOTO_STATUS = {"photo_too_large": 413, "photo_not_kept": 503}


@dataclass(frozen=True, slots=True)
class WebMessage:
    """What a resident sent, before it is checked."""

    text: str = ""
    payload: str | None = None
    location: tuple[float, float] | None = None
    """Latitude and longitude, decimal degrees WGS84."""
    photo: bytes | None = None
    message_id: str | None = None
    """The client's key; the same key and content again is the same message."""
    language: str | None = None
    """The language of the page that it was written on (ISO 639-1)."""


async def take_message(web: WebChannel, session: WebSession, address: str, message: WebMessage) -> Answered:
    """Check a message, keep its photo, and give it to the conversation.

    Raises RequestRefusedError when it can't be taken; nothing is stored then.
    """
    _check(message)
    await web.limits.count_message(session.id, address)
    photo_ids: tuple[str, ...] = ()
    if message.photo is not None:
        photo_ids = (await keep_photo(web, session, message.photo),)
    incoming = Incoming(
        channel=CHANNEL,
        address=session.id,
        external_id=_external_id(message),
        text=message.text,
        payload=message.payload,
        location=message.location,
        photo_ids=photo_ids,
        language=message.language,
    )
    try:
        return await web.services.conversations.receive(incoming)
    except StoppingError:
        # It was stored: the same message again, after the next start, is the same.
        raise RequestRefusedError("failed", 503, _RESTART_SECONDS) from None


def _check(message: WebMessage) -> None:
    if len(message.text) > LONGEST_TEXT:
        raise RequestRefusedError("text_too_long", 413)
    if message.payload is not None and not PAYLOAD.fullmatch(message.payload):
        raise RequestRefusedError("choice_unknown", 422)
    if message.location is not None:
        latitude, longitude = message.location
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise RequestRefusedError("location_wrong", 422)
    attached = (message.payload, message.location, message.photo)
    if not message.text.strip() and all(part is None for part in attached):
        raise RequestRefusedError("nothing_said", 422)


async def keep_photo(web: WebChannel, session: WebSession, content: bytes) -> str:
    """Keep a photo of a session, cleaned, and return its id; raises RequestRefusedError."""
    await web.limits.count_photo(session.id)
    services = web.services
    intake = PhotoIntake(services.database, services.people, services.photos)
    try:
        return await intake.keep(CHANNEL, session.id, content)
    except PhotoRefusedError as error:
        status = _PHOTO_STATUS.get(error.reason, 422)
        raise RequestRefusedError(error.reason, status) from None


def _external_id(message: WebMessage) -> str:
    """The client's key with a digest of the content.

    A repeat of a form is the same message; another text sent with a stale form is not.
    """
    given = message.message_id or ""
    if not MESSAGE_ID.fullmatch(given):
        given = secrets.token_urlsafe(12)
    content = hashlib.sha256(
        repr((given, message.text, message.payload, message.location)).encode() + (message.photo or b"")
    )
    return f"{given}:{content.hexdigest()[:_DIGEST]}"
