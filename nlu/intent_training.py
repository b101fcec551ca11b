"""Fits the intent model to embedded examples; runs only where scikit-learn is, inside Rasa's training."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlu.intent_model import IntentModel, softmax


@dataclass(frozen=True)
class FitSettings:
    """How the classifier is fitted; the values in config.yml were chosen by measurement (docs/adr/0003)."""

    inverse_regularisation: float
    ask_below: float
    folds: int = 5


def fit_intent_model(
    embeddings: NDArray[np.float32], intents: Sequence[str], encoder_id: str, settings: FitSettings
) -> IntentModel:
    """Fit the classifier on all examples, and its temperature on predictions for examples left out."""
    names = sorted(set(intents))
    labels = np.array([names.index(intent) for intent in intents])
    weights, biases = _fit(embeddings, labels, settings)
    return IntentModel(
        intents=tuple(names),
        weights=weights,
        biases=biases,
        temperature=best_temperature(left_out_scores(embeddings, labels, settings), labels),
        ask_below=settings.ask_below,
        encoder_id=encoder_id,
    )


def left_out_scores(
    embeddings: NDArray[np.float32], labels: NDArray[np.int64], settings: FitSettings
) -> NDArray[np.float32]:
    """Scores [n, intents] of each example by a classifier that was not shown it."""
    scores = np.zeros((len(labels), int(labels.max()) + 1), np.float32)
    folds = min(settings.folds, int(np.bincount(labels).min()))
    if folds < 2:
        weights, biases = _fit(embeddings, labels, settings)
        return embeddings @ weights + biases
    for seen, unseen in StratifiedKFold(folds, shuffle=True, random_state=7).split(embeddings, labels):
        weights, biases = _fit(embeddings[seen], labels[seen], settings)
        scores[unseen] = embeddings[unseen] @ weights + biases
    return scores


def best_temperature(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The divisor of the scores that makes the right answers likeliest."""

    def surprise(log_temperature: float) -> float:
        chances = softmax(scores / np.float32(np.exp(log_temperature)))
        return float(-np.log(chances[np.arange(len(labels)), labels] + 1e-12).mean())

    found = minimize_scalar(surprise, bounds=(-2.0, 2.0), method="bounded")
    return float(np.exp(found.x))


def _fit(
    embeddings: NDArray[np.float32], labels: NDArray[np.int64], settings: FitSettings
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights [width, intents] and biases [intents] of a logistic regression, all intents weighing the same."""
    classifier = LogisticRegression(
        C=settings.inverse_regularisation, class_weight="balanced", max_iter=1000, tol=1e-3
    )
    classifier.fit(embeddings, labels)
    return _as_columns(classifier.coef_, classifier.intercept_)


def _as_columns(
    rows: NDArray[np.float64], intercepts: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    if len(rows) == 1:  # of two intents scikit-learn keeps only the second's weights
        rows, intercepts = np.vstack([-rows / 2, rows / 2]), np.hstack([-intercepts / 2, intercepts / 2])
    return rows.T.astype(np.float32), intercepts.astype(np.float32)
