"""Finds phrases of cue words in a message, and leaves out those that are denied just before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

#: Words between a denial, or "near", and what it is about: "there isn't any asbestos".
REACH = 3

_CLAUSE_END = re.compile(r"[.!?;,\n]+|\b(?:but|though|although|however)\b")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The text as cue words are compared: small letters, no apostrophes, "&" as "and"."""
    return text.casefold().replace("’", "").replace("'", "").replace("&", " and ")


def list_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def list_clauses(text: str) -> list[list[str]]:
    """The words of each clause, so that a denial in one says nothing about the next."""
    return [_WORD.findall(clause) for clause in _CLAUSE_END.split(fold(text)) if clause]


@dataclass(frozen=True, slots=True)
class CueWord:
    """One word of a phrase: any of some words, or any word with one of some beginnings."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def parse(cls, written: str) -> CueWord:
        """The word as the cue file writes it: `a|b` for either, `word*` for a beginning."""
        choices = written.split("|")
        whole = frozenset(choice for choice in choices if not choice.endswith("*"))
        return cls(whole, tuple(choice[:-1] for choice in choices if choice.endswith("*")))

    def fits(self, word: str) -> bool:
        """Whether this word is meant."""
        return word in self.words or word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class CuePhrase:
    """A phrase of cue words, in this order with nothing between."""

    words: tuple[CueWord, ...]

    @classmethod
    def parse(cls, phrase: str) -> CuePhrase:
        """The pattern for a phrase as the cue file writes it."""
        return cls(tuple(CueWord.parse(word) for word in fold(phrase).replace("-", " ").split()))

    def starts_at(self, words: Sequence[str], position: int) -> bool:
        """Whether the phrase stands in the words from this position."""
        if position + len(self.words) > len(words):
            return False
        return all(cue.fits(words[position + n]) for n, cue in enumerate(self.words))


def stands_before(phrases: Iterable[CuePhrase], words: Sequence[str], position: int) -> bool:
    """Whether one of the phrases stands among the few words before the position."""
    before = words[:position]
    return any(
        phrase.starts_at(before, n) for n in range(max(0, position - REACH), position) for phrase in phrases
    )


class PhraseIndex[K: Hashable]:
    """Many phrases, each standing for something, looked up by their first word in one pass."""

    def __init__(self, phrases: Mapping[K, Iterable[CuePhrase]], negations: Sequence[CuePhrase]) -> None:
        self._negations = negations
        self._by_word: dict[str, list[tuple[K, CuePhrase]]] = defaultdict(list)
        self._by_beginning: dict[str, list[tuple[K, CuePhrase]]] = defaultdict(list)
        for key, patterns in phrases.items():
            for pattern in patterns:
                for word in pattern.words[0].words:
                    self._by_word[word].append((key, pattern))
                for beginning in pattern.words[0].beginnings:
                    self._by_beginning[beginning].append((key, pattern))

    def find(self, clauses: Iterable[Sequence[str]]) -> set[K]:
        """What is said, and not denied, in at least one place."""
        said: set[K] = set()
        for words in clauses:
            for n, word in enumerate(words):
                for key, pattern in self._starting_with(word):
                    if key not in said and pattern.starts_at(words, n) and not self._is_denied(words, n):
                        said.add(key)
        return said

    def _starting_with(self, word: str) -> Iterator[tuple[K, CuePhrase]]:
        beginnings = (self._by_beginning.get(word[:length], ()) for length in range(1, len(word) + 1))
        return chain(self._by_word.get(word, ()), *beginnings)

    def _is_denied(self, words: Sequence[str], position: int) -> bool:
        return stands_before(self._negations, words, position)
