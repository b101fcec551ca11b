"""Reads JSON Feed (1.0 and 1.1), also where it is not quite as it should be."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from bot.domain.feeds import LONGEST_GUID, FeedProblem, SourceEntry, SourceFeed
from bot.errors import FeedError
from bot.gateways.feed_values import LONGEST_HTML, MOST_ENTRIES, as_feed, read_address, read_moment, read_text

_VERSION = "jsonfeed.org/version/"


def looks_like_json(content: bytes) -> bool:
    """Whether it begins as an object of JSON does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def parse_json_feed(content: bytes, url: str) -> SourceFeed:
    """Read a feed that came from an address; a bad entry is left out and counted.

    Raises FeedError for what is no feed, and for one that has entries of which none can be read.
    """
    given, is_exact = _load(content)
    items = given.get("items")
    if _VERSION not in read_text(given.get("version")) or not isinstance(items, list):
        raise FeedError(FeedProblem.NOT_A_FEED)
    link = read_address(given.get("home_page_url"), url)
    entries = (_entry(one, link or url) for one in items[:MOST_ENTRIES])
    return as_feed(given.get("title"), link, entries, is_broken=not is_exact or len(items) > MOST_ENTRIES)


def _load(content: bytes) -> tuple[dict[str, Any], bool]:
    """What it says, and whether every letter could be read; raises FeedError."""
    text = content.decode("utf-8-sig", "replace")
    try:
        # Line breaks within texts are forbidden, and written all the same.
        given = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        is_feed = _VERSION in text.replace("\\/", "/")
        raise FeedError(FeedProblem.UNREADABLE if is_feed else FeedProblem.NOT_A_FEED) from None
    if not isinstance(given, dict):
        raise FeedError(FeedProblem.NOT_A_FEED)
    return given, "\ufffd" not in text


def _entry(one: Any, base: str) -> SourceEntry | None:
    if not isinstance(one, dict):
        return None
    name = one.get("id")
    is_number = isinstance(name, int | float) and not isinstance(name, bool)
    return SourceEntry(
        # The first version let numbers be names.
        guid=(str(name) if is_number else read_text(name))[:LONGEST_GUID],
        link=read_address(one.get("url"), base) or read_address(one.get("external_url"), base),
        title=read_text(one.get("title")),
        html=_html(one),
        published_at=read_moment(one.get("date_published")) or read_moment(one.get("date_modified")),
        picture=_picture(one, base),
    )


def _html(one: dict[str, Any]) -> str:
    """Its text as HTML; where it has several, the longest."""
    plain = (read_text(one.get(name)) for name in ("content_text", "summary"))
    texts = [escape(text).replace("\n", "<br>") for text in plain]
    return max(read_text(one.get("content_html")), *texts, key=len)[:LONGEST_HTML]


def _picture(one: dict[str, Any], base: str) -> str:
    attached = one.get("attachments")
    parts = [part for part in attached if isinstance(part, dict)] if isinstance(attached, list) else []
    pictures = (part.get("url") for part in parts if read_text(part.get("mime_type")).startswith("image/"))
    named = (one.get("image"), one.get("banner_image"), *pictures)
    return next((address for given in named if (address := read_address(given, base))), "")
