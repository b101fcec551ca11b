"""Fits the opinion on danger in English to data/danger and data/nlu; runs inside Rasa's training."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu.danger_examples import ENGLISH, DangerExample
from nlu.danger_model import NONE, DangerModel
from nlu.encoder.changes import TRUST, unknown_examples
from nlu.phrase_features import BUCKETS, count_phrases
from nlu.word_matrix import rarity_of, word_matrix

#: Of look-alikes that nothing was fitted to, so many may alarm. They are far harder than everyday messages,
#: and a plea that is missed is worse than a card too many.
FALSE_ALARMS = 0.0475

#: Of alarms that nothing was fitted to, so many may be thought calm.
MISSED_BY_CALM = 0.015

# Chosen on examples left out (docs/adr/0004).
_PENALTY = 2.0
_FOLDS = 4
# Everyday reports are many and easy: weighing less, they leave the look-alikes more to say.
_EVERYDAY_WEIGHT = 0.3

type Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class _Lesson:
    """The examples as the model sees them."""

    features: sparse.csr_matrix
    """Embedding and weighed phrases side by side."""
    is_danger: NDArray[np.bool_]
    is_look_alike: NDArray[np.bool_]
    left_out: NDArray[np.bool_] | None
    """Examples that the encoder never learned from; None where it learned from none."""


def fit_danger_model(everything: Sequence[DangerExample], encode: Encode, encoder_id: str) -> DangerModel:
    """The model, with the chances of danger from which it alarms and under which it is calm.

    It is one of English: examples in other languages are left out.
    """
    examples = [example for example in everything if example.language == ENGLISH]
    texts = [example.text for example in examples]
    counted = [count_phrases(text) for text in texts]
    rarity = rarity_of(counted, BUCKETS)
    embeddings = encode(texts)
    lesson = _Lesson(
        features=sparse.hstack([sparse.csr_matrix(TRUST * embeddings), word_matrix(counted, rarity)]).tocsr(),
        is_danger=np.array([example.kind != NONE for example in examples]),
        is_look_alike=np.array([example.is_look_alike for example in examples]),
        left_out=unknown_examples(texts),
    )
    fitted = _fit(lesson, np.ones(len(examples), np.bool_))
    names, kinds = _fit_kinds(examples, embeddings)
    scale, alarm_from, calm_below = _thresholds(lesson)
    width = embeddings.shape[1]
    weights = fitted.coef_[0].astype(np.float32)
    return DangerModel(
        names=names,
        meaning=TRUST * weights[:width],
        phrases=weights[width:],
        rarity=rarity,
        kinds=kinds,
        # The score that is read leaves out the classifier's own summand.
        scale=(scale[0], scale[1] + scale[0] * float(fitted.intercept_[0])),
        alarm_from=alarm_from,
        calm_below=calm_below,
        encoder_id=encoder_id,
    )


def _fit(lesson: _Lesson, shown: NDArray[np.bool_]) -> LinearSVC:
    classifier = LinearSVC(C=_PENALTY, dual=True, class_weight="balanced", random_state=7)
    weights = np.where(lesson.is_danger | lesson.is_look_alike, 1.0, _EVERYDAY_WEIGHT)
    return classifier.fit(lesson.features[shown], lesson.is_danger[shown], sample_weight=weights[shown])


def _fit_kinds(
    examples: Sequence[DangerExample], embeddings: NDArray[np.float32]
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The kinds of danger, and what speaks for each of them in an alarm."""
    alarms = [n for n, example in enumerate(examples) if example.kind != NONE]
    regression = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
    regression.fit(embeddings[alarms], [examples[n].kind for n in alarms])
    table = np.hstack([regression.coef_, regression.intercept_[:, np.newaxis]]).astype(np.float32)
    if len(table) == 1:  # of two kinds scikit-learn keeps only the second's weights
        table = np.vstack([-table, table])
    return tuple(str(name) for name in regression.classes_), table


def _thresholds(lesson: _Lesson) -> tuple[tuple[float, float], float, float]:
    """How scores become chances, and which chances alarm and calm, by scores of examples left out."""
    scores, known = _left_out_scores(lesson)
    is_danger, is_look_alike = lesson.is_danger[known], lesson.is_look_alike[known]
    weighing = LogisticRegression().fit(scores[:, np.newaxis], is_danger)
    chances = weighing.predict_proba(scores[:, np.newaxis])[:, 1]
    return (
        (float(weighing.coef_[0, 0]), float(weighing.intercept_[0])),
        float(np.quantile(chances[is_look_alike], 1 - FALSE_ALARMS)),
        float(np.quantile(chances[is_danger], MISSED_BY_CALM)),
    )


def _left_out_scores(lesson: _Lesson) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scores of examples that neither the classifier nor the encoder learned from, and which those are."""
    if lesson.left_out is not None:
        scores = _fit(lesson, ~lesson.left_out).decision_function(lesson.features[lesson.left_out])
        return scores, np.flatnonzero(lesson.left_out)
    scores = np.zeros(len(lesson.is_danger))
    dealing = StratifiedKFold(_FOLDS, shuffle=True, random_state=7)
    for shown, left_out in dealing.split(lesson.is_danger, lesson.is_danger):
        mask = np.zeros(len(scores), np.bool_)
        mask[shown] = True
        scores[left_out] = _fit(lesson, mask).decision_function(lesson.features[left_out])
    return scores, np.arange(len(scores))
