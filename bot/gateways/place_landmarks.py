"""Finds what a town has one of and needs no name: "behind the library" says whereabouts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.gateways.place_details import Detail
from bot.gateways.place_words import PlaceWords, Word

_ARTICLE = "the"


def find_landmarks(words: Sequence[Word], taken: Collection[int], language: PlaceWords) -> Iterator[Detail]:
    """Landmarks after a word like "behind", in the message's order."""
    for position, word in enumerate(words):
        before = language.cues.before_landmark.get(word.key)
        if before is None or position in taken:
            continue
        start = position + 1 + (_key(words, position + 1) == _ARTICLE)
        end = _landmark_end(words, start, language)
        if end == start or any(n in taken or words[n].follows_break for n in range(position + 1, end)):
            continue
        first = position - 1 if before else position
        if before and (position == 0 or words[first].key not in before):
            continue
        named = " ".join(part.text for part in words[start:end])
        yield Detail(first, end, f"the {named}" if start > position + 1 else named)


def _landmark_end(words: Sequence[Word], start: int, language: PlaceWords) -> int:
    """Where the longest landmark ends that begins here; `start` where none does."""
    for length in range(language.longest_landmark, 0, -1):
        if " ".join(word.key for word in words[start : start + length]) in language.landmarks:
            return min(start + length, len(words))
    return start


def _key(words: Sequence[Word], position: int) -> str | None:
    return words[position].key if position < len(words) else None
