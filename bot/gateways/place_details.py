"""Finds a street or building that the gazetteer doesn't have, by the word that ends its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.gateways.place_words import PlaceWords, Word

_LONGEST = 3
#: Shorter rare words are slips or dialect.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Detail:
    """An unknown street or building, with the positions of its words."""

    first: int
    last: int
    name: str


def find_details(words: Sequence[Word], taken: Collection[int], language: PlaceWords) -> Iterator[Detail]:
    """Names like "Ashfield Road" among words that are not part of a known place's name."""
    for position, word in enumerate(words):
        if position in taken or not _ends_name(words, position, language):
            continue
        first = _first_word(words, position, taken, language)
        if first < position:
            named = [*(w.text for w in words[first:position]), language.full(word.key)]
            yield Detail(first, position + 1, " ".join(_titled(part) for part in named))


def _ends_name(words: Sequence[Word], position: int, language: PlaceWords) -> bool:
    cues = language.cues
    key = words[position].key
    if key not in cues.street_words and key not in cues.named_words:
        return False
    after = words[position + 1] if position + 1 < len(words) else None
    return after is None or after.follows_break or after.key not in cues.not_after_street


def _first_word(words: Sequence[Word], end: int, taken: Collection[int], language: PlaceWords) -> int:
    """Where the name begins that ends at this word; `end` itself when it has no name."""
    cues = language.cues
    first = end
    while first > 0 and end - first < _LONGEST and not words[first].follows_break:
        before = words[first - 1]
        if first - 1 in taken or before.key in cues.unnamed or _is_joint(before, language):
            break
        if not _may_name(before, words[end], language):
            break
        first -= 1
    if first == end and words[end].key in cues.street_words:
        return _after_preposition(words, end, taken, language)
    return first


def _may_name(word: Word, ending: Word, language: PlaceWords) -> bool:
    """Whether the word looks like part of a name: not an everyday one, or both in capitals."""
    is_rare = word.key not in language.everyday and len(word.key) >= _SHORTEST
    return is_rare or (word.is_capital and ending.is_capital)


def _after_preposition(words: Sequence[Word], end: int, taken: Collection[int], language: PlaceWords) -> int:
    """Where a name of everyday words begins: "on oak tree lane" has one, "my daughters street" none."""
    cues = language.cues
    for first in range(end - 1, max(end - _LONGEST, 0) - 1, -1):
        word = words[first]
        if first in taken or words[first + 1].follows_break or word.key in cues.unnamed:
            return end
        if word.key in cues.before_thing:
            return end
        if word.key in cues.before_street:
            return first + 1
    return end


def _is_joint(word: Word, language: PlaceWords) -> bool:
    cues = language.cues
    return word.key in cues.before_street or word.key in cues.before_thing or word.key.isdigit()


def _titled(word: str) -> str:
    return word if word != word.lower() and not word.isupper() else word[:1].upper() + word[1:].lower()
