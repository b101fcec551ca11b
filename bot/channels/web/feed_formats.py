"""Writes the feed as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

from bot.domain.danger_languages import ENGLISH
from bot.services.feed_entries import Feed, FeedEntry, FeedPicture

_ATOM = "http://www.w3.org/2005/Atom"
_JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What stands above the entries."""

    title: str
    author: str
    page: str
    """Address of the page with the same entries."""
    here: str
    """Address of this form of it."""
    language: str
    """That was asked for (a tag as in BCP 47)."""

    def entry_id(self, entry: FeedEntry) -> str:
        """What an entry is called for ever, however its words change."""
        return f"{self.page.partition('?')[0]}/{entry.id}"


def to_atom(feed: Feed, head: FeedHead) -> bytes:
    """The feed as Atom."""
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": head.language})
    _add(root, "id", head.here)
    _add(root, "title", head.title)
    _add(root, "updated", _moment(feed.updated_at))
    _add(Xml.SubElement(root, "author"), "name", head.author)
    Xml.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": head.here})
    Xml.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": head.page})
    for entry in feed.entries:
        _add_entry(root, entry, head)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def to_json_feed(feed: Feed, head: FeedHead) -> dict[str, Any]:
    """The feed as JSON Feed."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.page,
        "feed_url": head.here,
        "language": head.language,
        "authors": [{"name": head.author}],
        "items": [
            {
                "id": head.entry_id(entry),
                "url": head.entry_id(entry),
                "title": entry.title,
                "content_html": _content(entry),
                "language": _tag(entry.language),
                "summary": entry.summary,
                "date_published": _moment(entry.published_at),
                "date_modified": _moment(entry.updated_at),
                "tags": [entry.topic.value, *sorted(entry.areas)],
                **({"external_url": entry.link} if entry.link else {}),
                **(_attached(entry.picture) if entry.picture else {}),
            }
            for entry in feed.entries
        ],
    }


def _add_entry(root: Xml.Element, entry: FeedEntry, head: FeedHead) -> None:
    node = Xml.SubElement(root, "entry", {"xml:lang": _tag(entry.language)})
    _add(node, "id", head.entry_id(entry))
    _add(node, "title", entry.title)
    _add(node, "published", _moment(entry.published_at))
    _add(node, "updated", _moment(entry.updated_at))
    Xml.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": head.entry_id(entry)})
    if entry.link:
        Xml.SubElement(node, "link", {"rel": "related", "href": entry.link})
    if entry.picture:
        size = {"length": str(entry.picture.size), "title": entry.picture.alt}
        Xml.SubElement(
            node, "link", {"rel": "enclosure", "type": _JPEG, "href": entry.picture.address, **size}
        )
    for tag in (entry.topic.value, *sorted(entry.areas)):
        Xml.SubElement(node, "category", {"term": tag})
    _add(node, "summary", entry.summary)
    _add(node, "content", _content(entry)).set("type", "html")


def _tag(language: str) -> str:
    return "en-GB" if language == ENGLISH else language


def _content(entry: FeedEntry) -> str:
    """The words with the picture above them, whose description readers take from there alone."""
    if entry.picture is None:
        return entry.html
    picture = Xml.Element(
        "img",
        {
            "src": entry.picture.address,
            "alt": entry.picture.alt,
            "width": str(entry.picture.width),
            "height": str(entry.picture.height),
        },
    )
    shown: str = Xml.tostring(picture, encoding="unicode", method="html")
    return f"<p>{shown}</p>\n{entry.html}"


def _attached(picture: FeedPicture) -> dict[str, Any]:
    attachment = {"url": picture.address, "mime_type": _JPEG, "size_in_bytes": picture.size}
    return {"image": picture.address, "attachments": [attachment]}


def _add(parent: Xml.Element, name: str, text: str) -> Xml.Element:
    node = Xml.SubElement(parent, name)
    node.text = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")
    return node


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
