"""Fits the intent model to embedded examples; runs only where scikit-learn is, inside Rasa's training."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.encoder.changes import TRUST
from nlu.intent_model import IntentModel, softmax
from nlu.word_features import BUCKETS, count_features
from nlu.word_matrix import rarity_of, word_matrix

_ENOUGH_UNKNOWN = 100

# How much a classifier on the words alone counts beside the one on everything, which trusts the embedding of
# examples that the encoder knows; by measurement (docs/adr/0003).
_WORDS = 0.5


@dataclass(frozen=True)
class FitSettings:
    """How the classifier is fitted; the values in config.yml were chosen by measurement (docs/adr/0003)."""

    penalty: float
    """What a misread example costs; higher follows the examples more closely."""
    ask_below: float
    folds: int = 3
    """Parts into which the examples are dealt to measure the confidence on ones left out."""


@dataclass(frozen=True)
class Examples:
    """Training examples as the classifier sees them."""

    features: sparse.csr_matrix
    """Embedding and weighed words side by side, one row an example."""
    labels: NDArray[np.int64]
    width: int = 0
    """How many of the columns are the embedding's."""

    def only(self, at: NDArray[Any]) -> "Examples":
        """Those at these positions."""
        return Examples(self.features[at], self.labels[at], self.width)


def fit_intent_model(
    texts: Sequence[str],
    embeddings: NDArray[np.float32],
    intents: Sequence[str],
    encoder_id: str,
    settings: FitSettings,
    unknown: NDArray[np.bool_] | None = None,
) -> IntentModel:
    """Fit the classifier on all examples, and its temperature on scores of examples left out.

    `unknown` marks those that a tuned encoder never learned from: only they tell how sure it really is.
    """
    names = sorted(set(intents))
    counted = [count_features(text) for text in texts]
    rarity = rarity_of(counted, BUCKETS)
    examples = Examples(
        sparse.hstack([sparse.csr_matrix(TRUST * embeddings), word_matrix(counted, rarity)]).tocsr(),
        np.array([names.index(intent) for intent in intents]),
        embeddings.shape[1],
    )
    if unknown is None or unknown.sum() < _ENOUGH_UNKNOWN:
        temperature = best_temperature(left_out_scores(examples, settings), examples.labels)
    else:
        temperature = _temperature_on(examples, unknown, settings)
    weights, biases = _fit(examples, settings)
    width = examples.width
    return IntentModel(
        intents=tuple(names),
        weights=TRUST * weights[:width],
        word_weights=weights[width:].astype(np.float16),
        rarity=rarity,
        biases=biases,
        temperature=temperature,
        ask_below=settings.ask_below,
        encoder_id=encoder_id,
    )


def _temperature_on(examples: Examples, unknown: NDArray[np.bool_], settings: FitSettings) -> float:
    """The temperature that makes a classifier honest which was not shown the unknown examples either."""
    weights, biases = _fit(examples.only(~unknown), settings)
    scores = np.asarray(examples.features[unknown] @ weights + biases, np.float32)
    return best_temperature(scores, examples.labels[unknown])


def left_out_scores(examples: Examples, settings: FitSettings) -> NDArray[np.float32]:
    """Scores [n, intents] of each example by a classifier that was not shown it."""
    features, labels = examples.features, examples.labels
    folds = min(settings.folds, int(np.bincount(labels).min()))
    if folds < 2:  # too few to leave any out
        weights, biases = _fit(examples, settings)
        return np.asarray(features @ weights + biases, np.float32)
    scores = np.zeros((len(labels), int(labels.max()) + 1), np.float32)
    for shown, left_out in StratifiedKFold(folds, shuffle=True, random_state=7).split(labels, labels):
        weights, biases = _fit(examples.only(shown), settings)
        scores[left_out] = features[left_out] @ weights + biases
    return scores


def best_temperature(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The divisor of the scores that makes the right answers likeliest."""

    def surprise(log_temperature: float) -> float:
        chances = softmax(scores / np.float32(np.exp(log_temperature)))
        return float(-np.log(chances[np.arange(len(labels)), labels] + 1e-12).mean())

    found = minimize_scalar(surprise, bounds=(-4.0, 3.0), method="bounded")
    return float(np.exp(found.x))


def _fit(examples: Examples, settings: FitSettings) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The classifier on everything, and a part of one on the words alone: two linear ones are one."""
    words = Examples(examples.features[:, examples.width :], examples.labels)
    with ThreadPoolExecutor(2) as pool:
        (weights, biases), (word_weights, word_biases) = pool.map(
            lambda seen: fit_linear(seen, settings), (examples, words)
        )
    weights[examples.width :] += np.float32(_WORDS) * word_weights
    return weights, biases + np.float32(_WORDS) * word_biases


def fit_linear(examples: Examples, settings: FitSettings) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights [features, intents] and biases [intents] of a classifier.

    An intent with few examples weighs more, by the square root of its rarity: weighing all the same makes
    small ones, and few words of theirs, win too often against the large `out_of_scope` (docs/adr/0003).
    """
    counts = np.bincount(examples.labels)
    rarity = {label: float(np.sqrt(counts.mean() / count)) for label, count in enumerate(counts) if count}
    classifier = LinearSVC(C=settings.penalty, class_weight=rarity, dual=True, random_state=7)
    classifier.fit(examples.features, examples.labels)
    rows, intercepts = classifier.coef_, classifier.intercept_
    if len(rows) == 1:  # of two intents scikit-learn keeps only the second's weights
        rows, intercepts = np.vstack([-rows, rows]) / 2, np.hstack([-intercepts, intercepts]) / 2
    return rows.T.astype(np.float32), intercepts.astype(np.float32)
