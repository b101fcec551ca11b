"""Photos in the Bot API: what is taken for one, captions, and changing either where it stands."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from tests.bot_api.errors import RefusedError, bad_request
from tests.bot_api.lengths import LONGEST_CAPTION, read_text, units
from tests.bot_api.state import Json, State

LARGEST_PHOTO = 10 * 1024 * 1024
LONGEST_SIDES = 10_000
"""Pixels, both together."""
MOST_RATIO = 20


def read_photo(state: State, given: Any) -> list[Json]:
    """The sizes of what was uploaded, or of what the bot sent before; raises RefusedError."""
    if isinstance(given, str):
        known = state.photos.get(given)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return known
    if not isinstance(given, bytes) or not given:
        raise bad_request("there is no photo in the request")
    if len(given) > LARGEST_PHOTO:
        raise RefusedError(413, "Request Entity Too Large")
    try:
        width, height = Image.open(io.BytesIO(given)).size
    except OSError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > LONGEST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    key = state.new_key("photo")
    state.files[key] = given
    size = {"file_id": key, "file_unique_id": key, "file_size": len(given)}
    state.photos[key] = [{**size, "width": width, "height": height}]
    return state.photos[key]


def read_caption(given: Json) -> Json:
    """The words under a photo, if there are any; raises RefusedError."""
    caption = read_text(str(given.get("caption") or ""), given.get("parse_mode"))
    if units(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": caption} if caption.strip() else {}


def change_media(state: State, message: Json, given: Json) -> Json:
    """Another photo with its caption in place of a photo, or of a text; raises RefusedError."""
    media = given.get("media") or {}
    if media.get("type") != "photo":
        raise bad_request("unknown media type")
    asked = str(media.get("media") or "")
    uploaded = given.get(asked.removeprefix("attach://")) if asked.startswith("attach://") else asked
    changed = {"photo": read_photo(state, uploaded), **read_caption(media)}
    return _changed(message, changed, given)


def change_caption(message: Json, given: Json) -> Json:
    """Other words under a photo; raises RefusedError."""
    if "photo" not in message:
        raise bad_request("there is no caption in the message to edit")
    return _changed(message, {"photo": message["photo"], **read_caption(given)}, given)


def _changed(message: Json, content: Json, given: Json) -> Json:
    markup = {"reply_markup": given["reply_markup"]} if given.get("reply_markup") else {}
    names = ("text", "photo", "caption", "reply_markup", "link_preview_options")
    before = {name: message[name] for name in names if name in message}
    if before == {**content, **markup}:
        raise bad_request("message is not modified")
    for name in before:
        del message[name]
    message |= {**content, **markup}
    return message
