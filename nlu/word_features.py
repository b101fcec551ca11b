"""What a message's very words say: hashed words and pieces of words, so that misspelt ones still look alike.

The encoder knows meaning but blurs the one word that decides; these features keep it (docs/adr/0003).
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS = 2**15
"""Features are hashed into this many; the hash is the same on every machine and in every run."""

_PIECE_LENGTHS = (3, 4, 5)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True)
class SparseRow:
    """The features of one message that are not zero."""

    buckets: NDArray[np.int64]
    values: NDArray[np.float32]


def count_features(text: str) -> SparseRow:
    """How often each feature occurs in a message, dampened: ten times is not ten times as telling."""
    counted = Counter(zlib.crc32(feature.encode()) % BUCKETS for feature in _features(text))
    buckets = np.fromiter(counted.keys(), np.int64, len(counted))
    counts = np.fromiter(counted.values(), np.float32, len(counted))
    return SparseRow(buckets, np.log1p(counts))


def weigh(row: SparseRow, rarity: NDArray[np.float32]) -> SparseRow:
    """The row with rare features weighing more (`rarity` has a weight a bucket), of length 1."""
    values = row.values * rarity[row.buckets]
    length = float(np.sqrt(values @ values))
    return SparseRow(row.buckets, values / length if length else values)


def _features(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower().replace("’", "'")):
        yield word
        framed = f"<{word}>"
        for length in _PIECE_LENGTHS:
            for start in range(len(framed) - length + 1):
                yield f"~{framed[start : start + length]}"
