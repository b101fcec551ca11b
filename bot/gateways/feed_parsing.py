"""Reads feeds of every kind, also broken ones: RSS, Atom, RDF, JSON. Nothing else imports feedparser."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from itertools import islice
from time import struct_time
from typing import Any

import feedparser

from bot.domain.feeds import (
    LONGEST_ADDRESS,
    LONGEST_GUID,
    FeedProblem,
    SourceEntry,
    SourceFeed,
)
from bot.errors import FeedError
from bot.gateways.feed_json import looks_like_json, parse_json_feed
from bot.gateways.feed_values import (
    EARLIEST_YEAR,
    LONGEST_HTML,
    MOST_ENTRIES,
    as_feed,
    read_address,
    read_text,
)

#: What feedparser stumbles over in files that are no feeds at all, or that somebody made to trouble it.
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, OSError)
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_LOOKED_AT = 4096
_BEGIN = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)[\s/>]")
_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}
_PLAIN = "text/plain"


def parse_feed(content: bytes, url: str, content_type: str = "") -> SourceFeed:
    """Read a feed that came from an address.

    A bad entry is left out and counted. Raises FeedError for what is no feed: a web page with an error on it
    must not look like a feed in which nothing new stands.
    """
    if not content.strip():
        raise FeedError(FeedProblem.EMPTY)
    if looks_like_json(content):
        return parse_json_feed(content, url)
    content, is_cut = _cut(content)
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    try:
        # A stream, since what is no stream may be taken for the name of a file. It is cleaned by ourselves.
        parsed = feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _STUMBLES:
        raise FeedError(_problem_of(content)) from None
    found, is_broken = parsed.get("entries") or [], bool(parsed.get("bozo_exception"))
    if not found and (not parsed.get("version") or is_broken):
        raise FeedError(_problem_of(content, is_feed=bool(parsed.get("version"))))
    feed = parsed.get("feed") or {}
    link = read_address(feed.get("link"), url)
    entries = (_entry_or_none(one, link or url) for one in found)
    is_broken = is_cut or (is_broken and not _is_harmless(parsed.get("bozo_exception")))
    return as_feed(feed.get("title"), link, entries, is_broken=is_broken, wants_minutes=_wanted_minutes(feed))


def _problem_of(content: bytes, *, is_feed: bool = False) -> FeedProblem:
    if is_feed:
        return FeedProblem.UNREADABLE
    is_page = _PAGE.search(content[:_LOOKED_AT]) is not None
    return FeedProblem.WEB_PAGE if is_page else FeedProblem.NOT_A_FEED


def _cut(content: bytes) -> tuple[bytes, bool]:
    """The beginning of a feed that has far too many entries, and whether it is only that."""
    end = next(islice(_BEGIN.finditer(content), MOST_ENTRIES, None), None)
    return (content[: end.start()], True) if end else (content, False)


def _is_harmless(error: object) -> bool:
    """Whether only the announcement was wrong, and all of the feed was read."""
    return isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)


def _entry_or_none(one: Mapping[str, Any], base: str) -> SourceEntry | None:
    try:
        return _entry(one, base)
    except _STUMBLES:
        # The others must not suffer from it.
        return None


def _entry(one: Mapping[str, Any], base: str) -> SourceEntry:
    link = _link(one, base)
    picture, alt = _picture(one, base)
    return SourceEntry(
        guid=read_text(one.get("id"))[:LONGEST_GUID],
        link=link,
        title=read_text(one.get("title")),
        html=_html(one),
        published_at=_moment(one),
        picture=picture,
        picture_alt=alt,
    )


def _link(one: Mapping[str, Any], base: str) -> str:
    if link := read_address(one.get("link"), base):
        return link
    links = [entry for entry in one.get("links", ()) if entry.get("rel", "alternate") == "alternate"]
    named = next((read_address(entry.get("href"), base) for entry in links), "")
    guid = read_text(one.get("id"))
    return named or (guid[:LONGEST_ADDRESS] if guid.startswith(("https://", "http://")) else "")


def _html(one: Mapping[str, Any]) -> str:
    """The longest that it says of itself, as HTML."""
    told = [(part.get("value"), part.get("type")) for part in one.get("content", ())]
    told.append((one.get("summary"), (one.get("summary_detail") or {}).get("type")))
    texts = [escape(read_text(value)) if kind == _PLAIN else read_text(value) for value, kind in told]
    return max(texts, key=len)[:LONGEST_HTML]


def _moment(one: Mapping[str, Any]) -> datetime | None:
    """When it came out; the date of a change only where there is no other."""
    for name in ("published_parsed", "created_parsed", "updated_parsed"):
        # Asked in any other way, a missing date of change is answered by another date, with a warning.
        parsed = dict.get(one, name)  # type: ignore[call-overload]
        if isinstance(parsed, struct_time) and parsed.tm_year >= EARLIEST_YEAR:
            try:
                return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _picture(one: Mapping[str, Any], base: str) -> tuple[str, str]:
    """A picture that comes along with the entry, beside its text, and what shows on it."""
    media = [part for part in one.get("media_content", ()) if _is_picture(part)]
    media += one.get("media_thumbnail", ())
    attached = [part for part in one.get("enclosures", ()) if str(part.get("type", "")).startswith("image/")]
    for part in (*media, *attached):
        if address := read_address(part.get("url") or part.get("href"), base):
            return address, read_text(one.get("media_description") or "")
    return "", ""


def _is_picture(part: Mapping[str, Any]) -> bool:
    return part.get("medium") == "image" or str(part.get("type", "")).startswith("image/")


def _wanted_minutes(feed: Mapping[str, Any]) -> int | None:
    ttl = read_text(feed.get("ttl"))
    if ttl.isascii() and ttl.isdigit():
        return int(ttl[:6]) or None
    minutes = _PERIOD_MINUTES.get(read_text(feed.get("sy_updateperiod")).casefold())
    often = read_text(feed.get("sy_updatefrequency"))
    return minutes and minutes // max(int(often[:4]) if often.isascii() and often.isdigit() else 1, 1)
