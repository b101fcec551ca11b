"""Rules on partners' news: words and phrases that leave something out, show it first, or let it go out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.feed_texts import words_of
from bot.errors import FeedRuleError

MOST_PHRASES, LONGEST_PHRASE = 100, 100
_REST = "*"


class RuleKind(StrEnum):
    """What comes of news that have one of its phrases."""

    LEAVE_OUT = "leave_out"
    SHOW_FIRST = "show_first"
    PUBLISH = "publish"
    """May go out by itself, where the source is trusted."""


@dataclass(frozen=True, slots=True)
class FeedRule:
    """Some phrases; never patterns, which can be made to take for ever."""

    id: int
    kind: RuleKind
    phrases: tuple[str, ...]
    source_id: int | None = None
    """The only source it is for; None for all."""

    def find(self, words: Sequence[str]) -> str | None:
        """The first of its phrases that stands in the words (by `words_of`), or None."""
        return next((phrase for phrase in self.phrases if _stands_in(phrase, words)), None)


def read_phrases(text: str) -> tuple[str, ...]:
    """One phrase a line; raises FeedRuleError for none, for too many, and for one that is no words."""
    phrases = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not phrases:
        raise FeedRuleError("write at least one word or phrase")
    if len(phrases) > MOST_PHRASES:
        raise FeedRuleError(f"a rule can have {MOST_PHRASES} phrases")
    for phrase in phrases:
        if len(phrase) > LONGEST_PHRASE or not words_of(phrase):
            raise FeedRuleError(f"“{phrase[:40]}” is no word or phrase of up to {LONGEST_PHRASE} characters")
    return phrases


def rules_for(rules: Iterable[FeedRule], kind: RuleKind, source_id: int) -> list[FeedRule]:
    """Those of a kind that hold for a source."""
    return [rule for rule in rules if rule.kind is kind and rule.source_id in (None, source_id)]


def _stands_in(phrase: str, words: Sequence[str]) -> bool:
    """Whether its words stand there in a row; a star at the end takes any ending of the last."""
    wanted = words_of(phrase)
    is_begin = phrase.rstrip().endswith(_REST)
    *first, last = wanted
    for start in range(len(words) - len(wanted) + 1):
        end = start + len(first)
        is_last = words[end].startswith(last) if is_begin else words[end] == last
        if is_last and list(words[start:end]) == first:
            return True
    return False
