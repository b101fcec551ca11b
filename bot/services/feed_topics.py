"""Guesses the topic of news by the sentence encoder: by which of the hub's own posts they are most like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.domain.posts import Topic

#: One row a text, each of length 1.
type Embeds = Callable[[Sequence[str]], NDArray[np.float32]]

LEAST = 0.35
"""Cosine below which news are like none of the posts."""
_NEAREST = 3
_SURE = 0.75
"""Cosine that counts as quite sure."""


@dataclass(frozen=True)
class FeedTopics:
    """The posts of the place pack are the examples: no training, and whoever writes posts teaches it."""

    embed: Embeds
    examples: Sequence[tuple[Topic, str]]

    def guess(self, text: str) -> tuple[Topic, float] | None:
        """The topic of the posts that are nearest, and how sure, from 0 to 1; None when none is near."""
        if not self.examples or not text.strip():
            return None
        likeness = self._embeddings @ self.embed([text])[0]
        votes: dict[Topic, float] = {}
        for position in np.argsort(likeness)[::-1][:_NEAREST]:
            topic = self.examples[int(position)][0]
            votes[topic] = votes.get(topic, 0.0) + float(likeness[position])
        best = float(likeness.max())
        if best < LEAST:
            return None
        return max(votes, key=lambda topic: votes[topic]), min(
            max((best - LEAST) / (_SURE - LEAST), 0.05), 1.0
        )

    @cached_property
    def _embeddings(self) -> NDArray[np.float32]:
        # Made at the first news, so that a hub starts no slower.
        return self.embed([text for _, text in self.examples])
