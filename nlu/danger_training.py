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
from nlu.danger_precedents import Precedents
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
# Of alarms and look-alikes, every so many are kept as precedents: the others add nothing.
_PRECEDENT_EVERY = 2
_PRECEDENT_WEIGHT = 0.23
# Of everyday reports, so many are plain enough not to be held against them.
_PLAIN = 0.9
# Everyday reports are many and easy: weighing less, they leave the look-alikes more to say.
_EVERYDAY_WEIGHT = 0.3

type Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class _Lesson:
    """The examples as the model sees them."""

    features: sparse.csr_matrix
    """Embedding and weighed phrases side by side."""
    embeddings: NDArray[np.float32]
    is_danger: NDArray[np.bool_]
    is_look_alike: NDArray[np.bool_]
    left_out: NDArray[np.bool_] | None
    """Examples that the encoder never learned from; None where it learned from none."""


@dataclass(frozen=True)
class _Thresholds:
    """What is read off the scores of examples left out."""

    factor: float
    summand: float
    doubt_from: float
    alarm_from: float
    calm_below: float


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
        embeddings=embeddings,
        is_danger=np.array([example.kind != NONE for example in examples]),
        is_look_alike=np.array([example.is_look_alike for example in examples]),
        left_out=unknown_examples(texts),
    )
    everyone = np.ones(len(examples), np.bool_)
    fitted = _fit(lesson, everyone)
    names, kinds = _fit_kinds(examples, embeddings)
    thresholds = _thresholds(lesson)
    width, own = embeddings.shape[1], float(fitted.intercept_[0])
    weights = fitted.coef_[0].astype(np.float32)
    return DangerModel(
        names=names,
        meaning=TRUST * weights[:width],
        phrases=weights[width:],
        rarity=rarity,
        kinds=kinds,
        # The score that is read leaves out the classifier's own summand.
        scale=(thresholds.factor, thresholds.summand + thresholds.factor * own),
        alarm_from=thresholds.alarm_from,
        calm_below=thresholds.calm_below,
        encoder_id=encoder_id,
        precedents=_precedents(lesson, everyone),
        precedent_weight=_PRECEDENT_WEIGHT,
        doubt_from=thresholds.doubt_from - own,
    )


def _fit(lesson: _Lesson, shown: NDArray[np.bool_]) -> LinearSVC:
    classifier = LinearSVC(C=_PENALTY, dual=True, class_weight="balanced", random_state=7)
    weights = np.where(lesson.is_danger | lesson.is_look_alike, 1.0, _EVERYDAY_WEIGHT)
    return classifier.fit(lesson.features[shown], lesson.is_danger[shown], sample_weight=weights[shown])


def _precedents(lesson: _Lesson, shown: NDArray[np.bool_]) -> Precedents:
    """Everyday reports are left out: nothing is learned from being unlike danger, and they are many."""
    kept = np.flatnonzero(shown & (lesson.is_danger | lesson.is_look_alike))[::_PRECEDENT_EVERY]
    return Precedents.gather(lesson.embeddings[kept], lesson.is_danger[kept])


def _scores(
    lesson: _Lesson, shown: NDArray[np.bool_], asked: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """What speaks for danger in those asked by what the others show: by the classifier, and by precedents."""
    scores: NDArray[np.float64] = _fit(lesson, shown).decision_function(lesson.features[asked])
    return scores, _precedents(lesson, shown).lean(lesson.embeddings[asked])


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


def _thresholds(lesson: _Lesson) -> _Thresholds:
    """How scores become chances, and which chances alarm and calm, by scores of examples left out."""
    known, own, leans = _left_out_scores(lesson)
    is_danger, is_look_alike = lesson.is_danger[known], lesson.is_look_alike[known]
    everyday = own[~is_danger & ~is_look_alike]
    doubt_from = float(np.quantile(everyday, _PLAIN) if len(everyday) else own.min())
    scores = own + _PRECEDENT_WEIGHT * np.where(own >= doubt_from, leans, -Precedents.reach)
    weighing = LogisticRegression().fit(scores[:, np.newaxis], is_danger)
    chances = weighing.predict_proba(scores[:, np.newaxis])[:, 1]
    return _Thresholds(
        factor=float(weighing.coef_[0, 0]),
        summand=float(weighing.intercept_[0]),
        doubt_from=doubt_from,
        alarm_from=float(np.quantile(chances[is_look_alike], 1 - FALSE_ALARMS)),
        calm_below=float(np.quantile(chances[is_danger], MISSED_BY_CALM)),
    )


def _left_out_scores(
    lesson: _Lesson,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float32]]:
    """Which examples neither the classifier nor the encoder learned from, and what was made of them."""
    if lesson.left_out is not None:
        return np.flatnonzero(lesson.left_out), *_scores(lesson, ~lesson.left_out, lesson.left_out)
    scores, leans = np.zeros(len(lesson.is_danger)), np.zeros(len(lesson.is_danger), np.float32)
    dealing = StratifiedKFold(_FOLDS, shuffle=True, random_state=7)
    for shown, left_out in dealing.split(lesson.is_danger, lesson.is_danger):
        mask = np.zeros(len(scores), np.bool_)
        mask[shown] = True
        scores[left_out], leans[left_out] = _scores(lesson, mask, ~mask)
    return np.arange(len(scores)), scores, leans
