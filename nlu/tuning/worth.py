"""What an encoder is worth: simple classifiers fitted on it, measured on examples that were left out."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_curve

from nlu.intent_training import Examples, FitSettings, fit_linear
from nlu.tuning.lessons import Lessons
from nlu.word_features import BUCKETS, count_features
from nlu.word_matrix import rarity_of, word_matrix

_SETTINGS = FitSettings(penalty=0.3, ask_below=0.0)
_FALSE_ALARMS = 0.02


@dataclass(frozen=True)
class Worth:
    """Figures on the examples left out, from 0 to 1."""

    right: float
    top_three: float
    danger_heard: float
    """Share of the alarms that are heard where a fiftieth of all else alarms."""

    def __str__(self) -> str:
        return (
            f"intents right {self.right:.1%}, in the first three {self.top_three:.1%}; "
            f"danger heard {self.danger_heard:.1%} at {_FALSE_ALARMS:.0%} false alarms"
        )


def compare(lessons: Lessons, embeddings: np.ndarray) -> Worth:
    """Fit on the examples shown, measure on those left out."""
    likeliest, labels = _intents(lessons, embeddings)
    return Worth(
        right=float((likeliest[:, 0] == labels).mean()),
        top_three=float((likeliest[:, :3] == labels[:, None]).any(axis=1).mean()),
        danger_heard=_danger_heard(lessons, embeddings),
    )


def _intents(lessons: Lessons, embeddings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Intents of the examples left out, likeliest first, and the right ones."""
    counted = [count_features(text) for text in lessons.texts]
    known = lessons.intents >= 0
    shown, left_out = np.flatnonzero(known & ~lessons.left_out), np.flatnonzero(known & lessons.left_out)
    rarity = rarity_of([counted[at] for at in shown], BUCKETS)
    features = sparse.hstack([sparse.csr_matrix(embeddings), word_matrix(counted, rarity)]).tocsr()
    weights, biases = fit_linear(Examples(features[shown], lessons.intents[shown]), _SETTINGS)
    scores = np.asarray(features[left_out] @ weights + biases)
    return np.argsort(-scores, axis=1), lessons.intents[left_out]


def _danger_heard(lessons: Lessons, embeddings: np.ndarray) -> float:
    known, no_danger = lessons.dangers >= 0, np.bincount(lessons.dangers[lessons.dangers >= 0]).argmax()
    shown, left_out = known & ~lessons.left_out, known & lessons.left_out
    is_danger = lessons.dangers != no_danger
    regression = LogisticRegression(C=10.0, class_weight="balanced", max_iter=2000)
    regression.fit(embeddings[shown], is_danger[shown])
    scores = regression.decision_function(embeddings[left_out])
    false_alarms, heard, _ = roc_curve(is_danger[left_out], scores)
    return float(heard[false_alarms <= _FALSE_ALARMS].max())
