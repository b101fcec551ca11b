"""Leaves out a place that somebody takes back in the same breath: "Staveley? No, sorry, Troutbeck"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.domain.place_mentions import Mention
from bot.gateways.place_words import Word

#: Words between two places of which the second may take the first one's place; more of them tell a story.
_LONGEST_GAP = 5


def without_corrected(
    mentions: Sequence[Mention], words: Sequence[Word], correcting: frozenset[str]
) -> list[Mention]:
    """The mentions, in their order, without those that another follows after a word like "sorry"."""
    kept = [
        mention
        for mention, following in pairwise(mentions)
        if not _takes_back([word.key for word in words[mention.last : following.first]], correcting)
    ]
    return [*kept, *mentions[-1:]]


def _takes_back(between: Sequence[str], correcting: frozenset[str]) -> bool:
    return len(between) <= _LONGEST_GAP and not correcting.isdisjoint(between)
