"""Fits the opinion on danger to the examples of data/danger and data/nlu; runs inside Rasa's training."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC

from nlu.danger_examples import DangerExample, read_danger_examples
from nlu.danger_model import NONE, DangerModel, Likeness, Phrases
from nlu.phrase_features import BUCKETS, count_phrases
from nlu.word_features import SparseRow, weigh

#: Of look-alikes that the fit was not shown, so many may alarm. They are far harder than everyday messages
#: (of which about one in a hundred alarms), and a plea that is missed is worse than a card too many.
FALSE_ALARMS = 0.06

# Chosen by cross-validation (docs/adr/0004): likeness by a radial kernel, words by a logistic regression.
_SHARPNESS = 2.0
_LIKENESS_PENALTY = 5.0
_WORDS_PENALTY = 10.0
_FOLDS = 4
_SEEN_OFTEN_ENOUGH = 2

type Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class _Features:
    """The examples as the two halves of the model see them."""

    embeddings: NDArray[np.float32]
    words: sparse.csr_matrix
    is_danger: NDArray[np.bool_]

    def some(self, chosen: NDArray[np.int64]) -> "_Features":
        return _Features(self.embeddings[chosen], self.words[chosen], self.is_danger[chosen])


def fit_danger_model(root: Path, encode: Encode, encoder_id: str) -> DangerModel:
    """The model, with the chance of danger that alarms as its threshold.

    Raises OSError when the examples can't be read.
    """
    examples = read_danger_examples(root)
    names = sorted({example.kind for example in examples} - {NONE})
    counted = [count_phrases(example.text) for example in examples]
    rarity = _rarity_of(counted)
    features = _Features(
        embeddings=encode([example.text for example in examples]),
        words=_matrix(counted, rarity),
        is_danger=np.array([example.kind != NONE for example in examples]),
    )
    kinds = np.array([names.index(e.kind) if e.kind != NONE else -1 for e in examples], np.int8)
    mix, alarm_from = _balance(features, examples)
    near, said = _fit(features)
    return DangerModel(
        names=tuple(names),
        likeness=Likeness(
            supports=features.embeddings[near.support_],
            pulls=near.dual_coef_[0].astype(np.float32),
            kinds=kinds[near.support_],
            sharpness=_SHARPNESS,
            offset=float(near.intercept_[0]),
        ),
        phrases=Phrases(said.coef_[0].astype(np.float32), rarity, float(said.intercept_[0])),
        mix=mix,
        alarm_from=alarm_from,
        encoder_id=encoder_id,
    )


def _fit(features: _Features) -> tuple[SVC, LogisticRegression]:
    near = SVC(C=_LIKENESS_PENALTY, gamma=_SHARPNESS, class_weight="balanced")
    said = LogisticRegression(C=_WORDS_PENALTY, class_weight="balanced", max_iter=1000)
    near.fit(features.embeddings, features.is_danger)
    said.fit(features.words, features.is_danger)
    return near, said


def _balance(features: _Features, examples: Sequence[DangerExample]) -> tuple[NDArray[np.float32], float]:
    """How to weigh the halves, and the chance that alarms, by scores of examples that were left out."""
    scores = np.zeros((len(examples), 2))
    for shown, left_out in _folds(features.is_danger):
        near, said = _fit(features.some(shown))
        unseen = features.some(left_out)
        scores[left_out, 0] = near.decision_function(unseen.embeddings)
        scores[left_out, 1] = said.decision_function(unseen.words)
    weighing = LogisticRegression().fit(scores, features.is_danger)
    chances = weighing.predict_proba(scores)[:, 1]
    is_look_alike = np.array([example.is_look_alike for example in examples])
    mix = np.array([*weighing.coef_[0], weighing.intercept_[0]], np.float32)
    return mix, float(np.quantile(chances[is_look_alike], 1 - FALSE_ALARMS))


def _folds(labels: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    dealing = StratifiedKFold(_FOLDS, shuffle=True, random_state=7)
    yield from dealing.split(labels, labels)


def _rarity_of(counted: Sequence[SparseRow]) -> NDArray[np.float32]:
    """Weight of each bucket: the fewer examples it occurs in the more, but 0 where only one has it."""
    occurrences = np.zeros(BUCKETS, np.int64)
    for row in counted:
        occurrences[row.buckets] += 1
    weights = np.log((1 + len(counted)) / (1 + occurrences)) + 1
    weights[occurrences < _SEEN_OFTEN_ENOUGH] = 0
    return np.asarray(weights, np.float32)


def _matrix(counted: Sequence[SparseRow], rarity: NDArray[np.float32]) -> sparse.csr_matrix:
    rows = [weigh(row, rarity) for row in counted]
    starts = np.cumsum([0, *(len(row.buckets) for row in rows)])
    values = np.concatenate([row.values for row in rows])
    buckets = np.concatenate([row.buckets for row in rows])
    return sparse.csr_matrix((values, buckets, starts), shape=(len(rows), BUCKETS))
