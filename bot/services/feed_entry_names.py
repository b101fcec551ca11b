"""What the entries of a feed are known by from one reading to the next, however badly it names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from rapidfuzz import fuzz

from bot.domain.feed_links import canonical_link
from bot.domain.feed_texts import words_of
from bot.domain.feeds import SourceEntry

_OTHER_STORY = 60.0
"""From 0 to 100: titles less alike than this, at another address, are not one story that was edited."""


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry with its names, as hashes."""

    entry: SourceEntry
    key: str
    """By what the feed calls it, unless the feed calls several so."""
    other_key: str
    """By its address and title, for a feed that gives an old name to a new story."""

    @property
    def digest(self) -> str:
        """Of all it says."""
        return _short(f"{self.entry.title}\n{self.entry.html}\n{canonical_link(self.entry.link)}")


def name_entries(entries: Sequence[SourceEntry]) -> list[NamedEntry]:
    """The entries, the oldest first; one that stands there twice is there once."""
    unique = {(entry.guid, entry.link, entry.title): entry for entry in entries}
    guids = Counter(entry.guid for entry in unique.values() if entry.guid)
    named: dict[str, NamedEntry] = {}
    for entry in reversed(entries):
        other = _short(f"l:{canonical_link(entry.link)}:{entry.title or entry.html[:500]}")
        key = _short(f"g:{entry.guid}") if guids[entry.guid] == 1 else other
        named.setdefault(key, NamedEntry(entry, key, other))
    return list(named.values())


def is_other_story(entry: SourceEntry, title: str, link: str) -> bool:
    """Whether an entry has nothing in common with what its name stood for before."""
    if canonical_link(entry.link) == canonical_link(link):
        return False
    return fuzz.ratio(" ".join(words_of(entry.title)), " ".join(words_of(title))) < _OTHER_STORY


def _short(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:32]
