"""Fits the opinion on danger to the examples of data/danger and data/nlu; runs inside Rasa's training."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlu.danger_examples import read_danger_examples
from nlu.danger_model import NONE
from nlu.intent_model import IntentModel, softmax
from nlu.intent_training import (
    Examples,
    FitSettings,
    fit_intent_model,
    left_out_scores,
    rarity_of,
    word_matrix,
)
from nlu.word_features import count_features

#: Of look-alikes that the fit was not shown, so many may alarm. They are far harder than everyday messages
#: (of which about one in a hundred alarms), and a plea that is missed is worse than a card too many.
FALSE_ALARMS = 0.06

_SETTINGS = FitSettings(penalty=1.0, ask_below=1.0)

type Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def fit_danger_model(root: Path, encode: Encode, encoder_id: str) -> IntentModel:
    """The kinds of danger and `none`, with the chance of danger that alarms as its threshold.

    Raises OSError when the examples can't be read.
    """
    examples = read_danger_examples(root)
    texts = [example.text for example in examples]
    kinds = [example.kind for example in examples]
    embeddings = encode(texts)
    model = fit_intent_model(texts, embeddings, kinds, encoder_id, _SETTINGS)
    is_harmless = np.array([example.kind == NONE and example.is_look_alike for example in examples])
    chances = _left_out_chances(model, texts, embeddings, kinds)
    return replace(model, ask_below=float(np.quantile(chances[is_harmless], 1 - FALSE_ALARMS)))


def _left_out_chances(
    model: IntentModel, texts: Sequence[str], embeddings: NDArray[np.float32], kinds: Sequence[str]
) -> NDArray[np.float32]:
    """The chance of danger in each example, by a classifier that was not shown it."""
    counted = [count_features(text) for text in texts]
    features = sparse.hstack([sparse.csr_matrix(embeddings), word_matrix(counted, rarity_of(counted))])
    labels = np.array([model.intents.index(kind) for kind in kinds])
    scores = left_out_scores(Examples(features.tocsr(), labels), _SETTINGS)
    chances = softmax(scores / np.float32(model.temperature))
    return np.asarray(1.0 - chances[:, model.intents.index(NONE)], np.float32)
