"""What an encoder is worth: the intent classifier fitted on it, measured on examples that were left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlu.intent_model import softmax
from nlu.intent_training import (
    Examples,
    FitSettings,
    best_temperature,
    fit_linear,
    left_out_scores,
    rarity_of,
    word_matrix,
)
from nlu.measures import calibration_error
from nlu.word_features import count_features

_SETTINGS = FitSettings(penalty=0.3, ask_below=0.0)


@dataclass(frozen=True)
class Split:
    """Examples, and which of them are learned from and which left out."""

    texts: Sequence[str]
    labels: np.ndarray
    shown: np.ndarray
    left_out: np.ndarray


@dataclass(frozen=True)
class Worth:
    """Figures on the examples left out, from 0 to 1, and the caution that makes confidence honest."""

    right: float
    top_three: float
    calibration_error: float
    caution: float

    def __str__(self) -> str:
        return (
            f"right {self.right:.1%}, top three {self.top_three:.1%}, "
            f"ECE {self.calibration_error:.1%}, caution {self.caution:.2f}"
        )


def compare(split: Split, embeddings: np.ndarray) -> Worth:
    """Fit on the examples shown, measure on those left out."""
    counted = [count_features(text) for text in split.texts]
    rarity = rarity_of([counted[at] for at in split.shown])
    features = sparse.hstack([sparse.csr_matrix(embeddings), word_matrix(counted, rarity)]).tocsr()
    known = Examples(features[split.shown], split.labels[split.shown])
    weights, biases = fit_linear(known, _SETTINGS)
    scores = np.asarray(features[split.left_out] @ weights + biases, np.float32)
    labels = split.labels[split.left_out]
    looks = best_temperature(left_out_scores(known, _SETTINGS), known.labels)
    honest = best_temperature(scores, labels)
    chances = softmax(scores / np.float32(honest))
    likeliest = np.argsort(-scores, axis=1)
    right = likeliest[:, 0] == labels
    return Worth(
        right=float(right.mean()),
        top_three=float((likeliest[:, :3] == labels[:, None]).any(axis=1).mean()),
        calibration_error=calibration_error(chances.max(axis=1).tolist(), right.tolist()),
        caution=honest / looks,
    )
