"""Fits the model of which concerns a whole message holds, for nlu.several_training."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.presence_model import PresenceModel

_PENALTY = 1 / 3
_ROUNDS = 300


@dataclass(frozen=True)
class HeldConcerns:
    """Messages of one kind, with the intents of all that they hold."""

    embeddings: NDArray[np.float32]
    intents: Sequence[Collection[str]]
    weight: float
    """How much each of them counts: those written for this more, those put together less."""


def fit_presence(names: Sequence[str], messages: Sequence[HeldConcerns]) -> PresenceModel:
    """A logistic regression for each of the names, on what the encoder makes of whole messages."""
    embeddings = np.vstack([kind.embeddings for kind in messages])
    held = [intents for kind in messages for intents in kind.intents]
    weights = np.concatenate([np.full(len(kind.intents), kind.weight) for kind in messages])
    scales = []
    for name in names:
        regression = LogisticRegression(C=1 / _PENALTY, max_iter=_ROUNDS)
        regression.fit(embeddings, [name in intents for intents in held], sample_weight=weights)
        scales.append((regression.coef_[0], regression.intercept_[0]))
    return PresenceModel(
        tuple(names),
        np.array([scale for scale, _ in scales], np.float32).T,
        np.array([bias for _, bias in scales], np.float32),
    )
