"""Tells whether two entries are the same story: by address, or by nearly the same title and text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from itertools import combinations

from rapidfuzz import fuzz

from bot.domain.feed_links import canonical_link
from bot.domain.feed_texts import words_of

NEAR_TITLE, NEAR_TEXT, NEAR_TITLE_AT_ADDRESS = 90.0, 85.0, 80.0
"""From 0 to 100. A wrong "the same" hides news, a wrong "another" shows them twice: so they are high."""
WITHIN = timedelta(days=14)
AGAIN_AFTER = timedelta(hours=36)
"""What one feed says again after so long is said anew: a flood alert may be the same word for word."""
_FEWEST_WORDS = 4
_COMPARED = 600
_KEY_WORDS = 4
_SHORTEST_KEY_WORD = 4


@dataclass(frozen=True)
class Story:
    """What is compared of an entry."""

    title: str
    text: str
    link: str
    source_id: int
    published_at: datetime | None
    seen_at: datetime

    @cached_property
    def title_words(self) -> list[str]:
        """The title's words, or the first of the text where there is no title."""
        return words_of(self.title) or words_of(self.text[:100])

    @cached_property
    def text_words(self) -> str:
        """The beginning of the text, word by word."""
        return " ".join(words_of(self.text[:_COMPARED]))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words of the title that are written as names are."""
        return frozenset(words_of(" ".join(w for w in self.title.split() if w[:1].isupper())))

    @cached_property
    def address(self) -> str:
        """The address in a form that can be compared."""
        return canonical_link(self.link)

    def keys(self) -> list[int]:
        """Hashes of which two that may be the same have at least one in common."""
        longest = sorted(
            {w for w in self.title_words if len(w) >= _SHORTEST_KEY_WORD}, key=lambda w: (-len(w), w)
        )
        pairs = [" ".join(pair) for pair in combinations(sorted(longest[:_KEY_WORDS]), 2)]
        parts = [f"t:{pair}" for pair in pairs] or [f"t:{' '.join(self.title_words)}"]
        return [_hash(part) for part in ([f"a:{self.address}"] if self.address else []) + parts]


def is_same(one: Story, other: Story) -> bool:
    """Whether both are one story; where that is doubtful they are not."""
    if not _is_near_in_time(one, other) or not _has_same_details(one, other):
        return False
    title = fuzz.ratio(one.title_words, other.title_words) if one.title_words and other.title_words else 0.0
    if one.address and one.address == other.address:
        return max(title, _by_letters(one, other)) >= NEAR_TITLE_AT_ADDRESS
    if max(title, _by_letters(one, other)) < NEAR_TITLE:
        return False
    if not one.text_words or not other.text_words:
        # A title alone tells enough only if it is a long one.
        return one.title_words == other.title_words and len(one.title_words) >= _FEWEST_WORDS
    return _is_near_text(one.text_words, other.text_words)


def _by_letters(one: Story, other: Story) -> float:
    return fuzz.ratio(" ".join(one.title_words), " ".join(other.title_words))


def _is_near_text(one: str, other: str) -> bool:
    """Whether they say nearly the same; one may be a shortened form of the other."""
    shorter = min(len(one), len(other))
    return fuzz.ratio(one[:shorter], other[:shorter], score_cutoff=NEAR_TEXT) >= NEAR_TEXT


def _is_near_in_time(one: Story, other: Story) -> bool:
    first, second = one.published_at or one.seen_at, other.published_at or other.seen_at
    is_dated = one.published_at is not None and other.published_at is not None
    limit = AGAIN_AFTER if is_dated and one.source_id == other.source_id else WITHIN
    return abs(first - second) <= limit


def _has_same_details(one: Story, other: Story) -> bool:
    """Whether numbers and names of the titles agree: "Mill Lane" is not "Hill Lane", nor "2" "3"."""
    if _numbers(one.title_words) != _numbers(other.title_words):
        return False
    if not _are_forms(set(one.title_words), set(other.title_words)):
        return False
    is_contained = one.names <= set(other.title_words) and other.names <= set(one.title_words)
    return is_contained or not (one.names and other.names)


def _are_forms(one: set[str], other: set[str]) -> bool:
    """Whether the words that differ are other forms of each other: "opened" and "opens", but not "shut"."""
    left, right = ({w for w in some if len(w) >= _SHORTEST_KEY_WORD} for some in (one - other, other - one))
    stems = {word[:_SHORTEST_KEY_WORD] for word in right}
    return not right or all(word[:_SHORTEST_KEY_WORD] in stems for word in left)


def _numbers(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if any(letter.isdigit() for letter in word))


def _hash(part: str) -> int:
    return int.from_bytes(blake2b(part.encode("utf-8"), digest_size=8).digest(), "big", signed=True)
