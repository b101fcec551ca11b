"""What the words of a message say in pairs: "is breaking" is not "was broken", nor "last week" "right now".

Hashed words, pairs of neighbours, pairs with one word between them, and pieces of words for those misspelt.
Accents don't count, since many leave them out; each Chinese character is a word.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

import numpy as np

from bot.domain.danger_words import fold, spaced
from nlu.word_features import SparseRow

BUCKETS = 2**16
"""Features are hashed into this many; the hash is the same on every machine and in every run."""

_PIECE_LENGTHS = (3, 4, 5)
_TOKEN = re.compile(r"[^\W_]+|[.!?]")
_APOSTROPHES = str.maketrans("", "", "'’`")


def count_phrases(text: str) -> SparseRow:
    """How often each feature occurs in a message, dampened: ten times is not ten times as telling."""
    counted = Counter(zlib.crc32(feature.encode()) % BUCKETS for feature in _features(text))
    buckets = np.fromiter(counted.keys(), np.int64, len(counted))
    return SparseRow(buckets, np.log1p(np.fromiter(counted.values(), np.float32, len(counted))))


def _features(text: str) -> Iterator[str]:
    words = ["<", *_TOKEN.findall(spaced(fold(text)).translate(_APOSTROPHES)), ">"]
    for position, word in enumerate(words):
        yield word
        if position + 1 < len(words):
            yield f"{word}_{words[position + 1]}"
        if position + 2 < len(words):
            yield f"{word}_*_{words[position + 2]}"
    for word in words[1:-1]:
        framed = f"<{word}>"
        for length in _PIECE_LENGTHS:
            for start in range(len(framed) - length + 1):
                yield f"~{framed[start : start + length]}"
