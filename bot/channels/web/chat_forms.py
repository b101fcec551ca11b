"""Reads the chat's form."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from bot.channels.web.body_limit import BodyTooLargeError
from bot.channels.web.intake import WebMessage
from bot.channels.web.problems import RequestRefusedError

_MOST_FIELDS = 12


@dataclass(frozen=True, slots=True)
class ChatForm:
    """What came with the form."""

    token: str = ""
    """Proves that the form was ours."""
    message: WebMessage = field(default_factory=WebMessage)
    language: str = ""
    """The language that was chosen, in the form for that (ISO 639-1)."""


async def read_chat_form(request: Request) -> ChatForm:
    """Read a sent form; raises RequestRefusedError `not_readable` when it isn't one."""
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            return ChatForm(_field(form, "form_token"), await _message(form), _field(form, "language"))
    except BodyTooLargeError:
        raise RequestRefusedError("body_too_large", 413) from None
    except HTTPException:
        raise RequestRefusedError("not_readable", 400) from None


async def _message(form: FormData) -> WebMessage:
    # Browsers send line ends as two characters; they count as one.
    text = _field(form, "text").replace("\r\n", "\n").strip()
    return WebMessage(
        text=text,
        payload=_field(form, "payload") or None,
        location=_location(form),
        photo=await read_photo(form),
        message_id=_field(form, "message_id") or None,
    )


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _location(form: FormData) -> tuple[float, float] | None:
    latitude, longitude = _field(form, "lat"), _field(form, "lon")
    if not latitude and not longitude:
        return None
    try:
        return float(latitude), float(longitude)
    except ValueError:
        raise RequestRefusedError("location_wrong", 422) from None


async def read_photo(form: FormData) -> bytes | None:
    """The file's bytes; None when no file was chosen, which browsers send as a nameless empty one."""
    photo = form.get("photo")
    if not isinstance(photo, UploadFile) or (not photo.filename and not photo.size):
        return None
    return await photo.read()
