"""OPML: the list of feeds that feed readers give to each other."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from bot.domain.feed_sources import LONGEST_SOURCE_TITLE, FoundFeed
from bot.errors import FeedSourceError

MOST_FEEDS = 500
_DECLARES = (b"<!doctype", b"<!entity")


def read_opml(content: bytes) -> list[FoundFeed]:
    """The feeds in a list, each once, in its order; raises FeedSourceError for what is no list of feeds."""
    # A list needs no declarations of its own, which could make a small file a huge one.
    if any(word in content.lower() for word in _DECLARES):
        raise FeedSourceError("the file declares things of its own, which a list of feeds has no need of")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 -- nothing can be declared in it
    except (ElementTree.ParseError, ValueError, LookupError):
        raise FeedSourceError("the file is no OPML: it can't be read") from None
    if root.tag.casefold() != "opml":
        raise FeedSourceError("the file is no OPML: it holds something else")
    found: dict[str, FoundFeed] = {}
    for outline in root.iter("outline"):
        given = {name.casefold(): value.strip() for name, value in outline.attrib.items()}
        if url := given.get("xmlurl", ""):
            title = given.get("title") or given.get("text") or url
            found.setdefault(url, FoundFeed(url, title[:LONGEST_SOURCE_TITLE]))
    if not found:
        raise FeedSourceError("there is no feed in this list")
    return list(found.values())[:MOST_FEEDS]


def write_opml(feeds: Sequence[FoundFeed]) -> bytes:
    """A list of feeds as any reader takes it."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Feeds of partners"
    body = ElementTree.SubElement(root, "body")
    for feed in feeds:
        told = {"type": "rss", "text": feed.title, "title": feed.title, "xmlUrl": feed.url}
        ElementTree.SubElement(body, "outline", told)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
