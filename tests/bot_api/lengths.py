"""How long the Bot API lets texts be, as it counts: UTF-16 code units of what is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.bot_api.errors import bad_request
from tests.bot_api.markup import read_html

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def read_text(text: str, parse_mode: Any) -> str:
    """The words of a text, by how it is marked up; raises RefusedError."""
    return read_html(text) if parse_mode == "HTML" else text


def read_preview(given: dict[str, Any]) -> dict[str, Any]:
    """Which preview stands with a text, where one was asked for; raises RefusedError."""
    options = given.get("link_preview_options") or {}
    if options.get("prefer_small_media") and options.get("prefer_large_media"):
        raise bad_request("can't prefer both small and large media")
    if options.get("is_disabled") or not options:
        return {}
    address = options.get("url")
    if address is not None and urlsplit(address).scheme not in {"http", "https"}:
        raise bad_request("WEBPAGE_URL_INVALID")
    return {"link_preview_options": options}
