"""Groups texts that mean something similar, by the sentence encoder and hierarchical clustering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.services.survey_themes import TextGroup

type Embeds = Callable[[Sequence[str]], Any]
"""Embeddings of length 1, one row a text."""

_FARTHEST = 0.75
"""Cosine distance within a group, on average: short texts on one matter share few words."""
_MOST_COMPARED = 2_000
"""Each of them is compared with each; the others go to the nearest group."""
_LEAST = 2
_WORDS, _LEAST_LETTERS = 3, 4


@dataclass(frozen=True, slots=True)
class ThemeFinder:
    """Finds groups of texts; needs the trained encoder and nothing from outside."""

    embed: Embeds

    def group(self, texts: Sequence[str]) -> list[TextGroup]:
        """Groups of two texts and more, the greatest first, called by words that are typical of each.

        The words are the residents' own: no name that staff haven't put in their place is published.
        """
        if len(texts) < _LEAST:
            return []
        import numpy as np
        from scipy.cluster import hierarchy

        vectors = np.asarray(self.embed(texts), dtype=float)
        compared = vectors[:_MOST_COMPARED]
        tree = hierarchy.linkage(compared, method="average", metric="cosine")
        labels = hierarchy.fcluster(tree, _FARTHEST, "distance")
        centres = {label: compared[labels == label].mean(axis=0) for label in sorted(set(labels))}
        members: dict[int, list[int]] = {int(label): [] for label in centres}
        for number, vector in enumerate(vectors):
            if number < len(compared):
                members[int(labels[number])].append(number)
                continue
            near = {label: float(vector @ centre) for label, centre in centres.items()}
            best = max(near, key=lambda label: near[label])
            if near[best] >= 1 - _FARTHEST:
                members[int(best)].append(number)
        groups = [tuple(found) for found in members.values() if len(found) >= _LEAST]
        groups.sort(key=lambda found: (-len(found), found))
        return [TextGroup(_name(texts, found), found) for found in groups]


def _name(texts: Sequence[str], members: Sequence[int]) -> str:
    """The words that stand in most of them and in few others."""
    everywhere = Counter(word for text in texts for word in _words(text))
    here = Counter(word for number in members for word in _words(texts[number]))
    telling = sorted(here, key=lambda word: (-(here[word] ** 2) / everywhere[word], word))
    return ", ".join(telling[:_WORDS]) or "No words"


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _LEAST_LETTERS}
