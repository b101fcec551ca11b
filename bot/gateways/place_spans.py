"""Runs of a message's words that are called like something, and which of them lie beyond the border."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.gateways.place_names import Named
from bot.gateways.place_words import Word

_OPEN_COUNTRY = frozenset({"landmark", "lake", "park"})
_VILLAGES = frozenset({"village", "hamlet"})


@dataclass(frozen=True, slots=True)
class Span:
    """Words from `first` to before `last` that are called like something of the pack."""

    first: int
    last: int
    named: Named
    score: float = 1.0
    is_sure: bool = True
    is_hint: bool = False
    """Whether a street word follows, so that the words are only part of a street's name."""

    @property
    def is_landscape(self) -> bool:
        """Whether it is a fell, lake or the like: a road after its name leads over it."""
        is_open = all(place.kind in _OPEN_COUNTRY for place in self.named.places)
        return bool(self.named.places) and is_open and self.last - self.first > 1

    @property
    def is_one_village(self) -> bool:
        """Whether it is a village without a namesake: the road called after it is there or leads there."""
        return len(self.named.places) == 1 and self.named.places[0].kind in _VILLAGES


def without_outside(text: str, words: Sequence[Word], spans: Sequence[Span]) -> Iterator[Span]:
    """The spans that are not outside, nor named together with a town outside ("Hale, Liverpool")."""
    for position, span in enumerate(spans):
        pairs = [*pairwise(spans[max(position - 1, 0) : position + 2])]
        is_beyond = any(
            (first.named.is_outside or second.named.is_outside) and _are_together(text, words, first, second)
            for first, second in pairs
        )
        if not span.named.is_outside and not is_beyond:
            yield span


def _are_together(text: str, words: Sequence[Word], first: Span, second: Span) -> bool:
    """Whether only a comma or "in" stands between them."""
    between = text[words[first.last - 1].end : words[second.first].start]
    return between.strip(" ,()").lower() in ("", "in")
