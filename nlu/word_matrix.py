"""Hashed words of many examples as one matrix; only where scikit-learn is, inside Rasa's training."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlu.word_features import SparseRow, weigh

_SEEN_OFTEN_ENOUGH = 2


def rarity_of(counted: Sequence[SparseRow], buckets: int) -> NDArray[np.float32]:
    """Weight of each bucket: the fewer examples it occurs in the more, but 0 where only one has it."""
    occurrences = np.zeros(buckets, np.int64)
    for row in counted:
        occurrences[row.buckets] += 1
    weights = np.log((1 + len(counted)) / (1 + occurrences)) + 1
    weights[occurrences < _SEEN_OFTEN_ENOUGH] = 0
    return np.asarray(weights, np.float32)


def word_matrix(counted: Sequence[SparseRow], rarity: NDArray[np.float32]) -> sparse.csr_matrix:
    """The weighed words of all examples, one row each, as many columns as `rarity` has buckets."""
    rows = [weigh(row, rarity) for row in counted]
    starts = np.cumsum([0, *(len(row.buckets) for row in rows)])
    values = np.concatenate([row.values for row in rows])
    buckets = np.concatenate([row.buckets for row in rows])
    return sparse.csr_matrix((values, buckets, starts), shape=(len(rows), len(rarity)))
