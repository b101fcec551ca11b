"""Finds the feeds that a web page names, so that staff can give the page's address instead."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_JSON, _JSON_ENDING = "application/json", "feed.json"
"""JSON Feed was named so at first; so is much that is no feed, which has other names."""
_XML_ENDINGS = (
    ".rss",
    ".atom",
    ".rdf",
    "/rss",
    "/feed",
    "/feed/",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/rss/",
)
_ENDINGS = (*_XML_ENDINGS, f"/{_JSON_ENDING}")
_MOST = 20


@dataclass(frozen=True, slots=True)
class NamedFeed:
    """A feed that a page leads to."""

    url: str
    title: str


def find_feeds(content: bytes, page: str) -> list[NamedFeed]:
    """What a page names as its feeds; where it names none, its links that look like one."""
    reader = _Links(page)
    reader.feed(content.decode("utf-8", "replace"))
    named = {found.url: found for found in reversed(reader.named or reader.linked)}
    return list(reversed(named.values()))[:_MOST]


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self._base = page
        self.named: list[NamedFeed] = []
        self.linked: list[NamedFeed] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is a feed, or may be one."""
        given = {name: (value or "").strip() for name, value in attrs}
        address = self._join(given.get("href", ""))
        if not address:
            return
        if tag == "base":
            self._base = address
        is_named = "alternate" in given.get("rel", "").casefold().split()
        if tag == "link" and is_named and _is_feed(given.get("type", "").casefold(), address):
            self.named.append(NamedFeed(address, given.get("title", "")))
        elif tag == "a" and address.partition("?")[0].casefold().endswith(_ENDINGS):
            self.linked.append(NamedFeed(address, given.get("title", "")))

    def _join(self, address: str) -> str:
        try:
            joined = urljoin(self._base, address) if address else ""
        except ValueError:
            return ""
        return joined if joined.startswith(("https://", "http://")) else ""


def _is_feed(kind: str, address: str) -> bool:
    return kind in _TYPES or (kind == _JSON and address.endswith(_JSON_ENDING))
