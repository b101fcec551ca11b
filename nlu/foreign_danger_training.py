"""Fits the opinion on danger in other languages to data/danger/examples; runs inside Rasa's training."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.danger_examples import ENGLISH, DangerExample
from nlu.danger_model import NONE
from nlu.foreign_danger_model import ForeignDangerModel
from nlu.phrase_features import BUCKETS, count_phrases
from nlu.word_matrix import rarity_of, word_matrix

#: Of look-alikes that nothing was fitted to, so many may alarm. They are far harder than everyday messages.
FALSE_ALARMS = 0.05

# Chosen on examples left out (docs/adr/0004).
_PENALTY = 1.0
_FOLDS = 5
# English is learned to be told from the others, and to be no danger here: the other opinion hears it.
_ENGLISH_ONE_IN = 4


def fit_foreign_danger_model(examples: Sequence[DangerExample]) -> ForeignDangerModel:
    """The model, and the score from which it alarms; there have to be examples in two languages."""
    chosen = [example for n, example in enumerate(examples) if _is_wanted(n, example)]
    counted = [count_phrases(example.text) for example in chosen]
    rarity = rarity_of(counted, BUCKETS)
    features = word_matrix(counted, rarity)
    is_foreign = np.array([example.language != ENGLISH for example in chosen])
    is_danger = np.array([example.kind != NONE for example in chosen]) & is_foreign
    spoken = _classifier().fit(features, [example.language for example in chosen])
    danger = _classifier().fit(features, is_danger)
    scores = np.zeros(len(chosen))
    for shown, left_out in StratifiedKFold(_FOLDS, shuffle=True, random_state=7).split(is_danger, is_danger):
        fold = _classifier().fit(features[shown], is_danger[shown])
        scores[left_out] = fold.decision_function(features[left_out])
    return ForeignDangerModel(
        languages=tuple(str(name) for name in spoken.classes_),
        spoken=_table(spoken),
        phrases=_table(danger)[:, -1],
        rarity=rarity,
        alarm_from=float(np.quantile(scores[is_foreign & ~is_danger], 1 - FALSE_ALARMS)),
    )


def _is_wanted(number: int, example: DangerExample) -> bool:
    return example.language != ENGLISH or number % _ENGLISH_ONE_IN == 0


def _classifier() -> LinearSVC:
    return LinearSVC(C=_PENALTY, dual=True, class_weight="balanced", random_state=7)


def _table(fitted: LinearSVC) -> NDArray[np.float32]:
    """Weights [buckets + 1, classes], the classifier's own summands in the last row."""
    weights, summands = fitted.coef_, fitted.intercept_
    if len(weights) == 1:  # of two classes scikit-learn keeps only the second's
        weights, summands = np.vstack([-weights, weights]), np.hstack([-summands, summands])
    return np.asarray(np.hstack([weights, summands[:, np.newaxis]]).T, np.float32)
