"""Rasa component that trains and applies the intent model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import danger_model, foreign_danger_model
from nlu.danger_examples import read_danger_examples
from nlu.encoder.changes import unknown_examples
from nlu.encoder.files import fingerprint, home_folder
from nlu.encoder.sentences import SentenceEncoder
from nlu.intent_model import FILE_NAME, IntentModel, Ranking

ROOT = Path(__file__).resolve().parents[2]

SHOWN = 5
"""How many intents of the ranking are given to the dialogue."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedIntentClassifier(IntentClassifier, GraphComponent):
    """Names the intent, or nlu_fallback where the confidence is below `ask_below`."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"penalty": 0.3, "ask_below": 0.4, "hears_danger": False}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CalibratedIntentClassifier:
        del execution_context
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> CalibratedIntentClassifier:
        del execution_context
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder / FILE_NAME))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to the examples' features and keep it in the archive."""
        # Imported here, since a server that only reads does without scikit-learn.
        from nlu.intent_training import FitSettings, fit_intent_model

        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        settings = FitSettings(
            penalty=float(self._config["penalty"]),
            ask_below=float(self._config["ask_below"]),
        )
        texts = [message.get(TEXT) for message in examples]
        embeddings = np.stack([_embedding(message) for message in examples])
        self._model = fit_intent_model(
            texts,
            embeddings,
            [message.get(INTENT) for message in examples],
            fingerprint(),
            settings,
            unknown_examples(texts),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / FILE_NAME)
            if self._config["hears_danger"]:
                # The hub asks it before Rasa; it lies here so that one archive is the whole model.
                known = dict(zip(texts, embeddings, strict=True))
                _fit_danger_models(known, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._rank(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[: SHOWN + 1], add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        """Rasa's form of the ranking, nlu_fallback first where the model is not sure enough."""
        if self._model is None or not message.get(TEXT, "").strip():
            return [_entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0)]
        return with_fallback(
            self._model.classify(message.get(TEXT), _embedding(message)), self._model.ask_below
        )


def _fit_danger_models(known: dict[str, NDArray[np.float32]], folder: Path) -> None:
    """The opinions on danger, written into the folder; `known` embeddings are not made again."""
    from nlu.danger_training import fit_danger_model
    from nlu.foreign_danger_training import fit_foreign_danger_model

    encoder = SentenceEncoder.open(home_folder())

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in texts if text not in known]
        everything = known | dict(zip(new, encoder.encode(new), strict=True))
        return np.stack([everything[text] for text in texts])

    examples = read_danger_examples(ROOT)
    fit_danger_model(examples, encode, encoder.id).save(folder / danger_model.FILE_NAME)
    fit_foreign_danger_model(examples).save(folder / foreign_danger_model.FILE_NAME)


def with_fallback(ranking: Ranking, ask_below: float) -> list[dict[str, Any]]:
    """The ranking as Rasa writes it, headed by nlu_fallback where the best is below `ask_below`."""
    entries = [_entry(name, confidence) for name, confidence in ranking]
    best = ranking[0][1]
    if best < ask_below:
        entries.insert(0, _entry(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0 - best))
    return entries


def _entry(name: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}


def _embedding(message: Message) -> NDArray[np.float32]:
    _, sentence = message.get_dense_features(TEXT, [])
    embedding: NDArray[np.float32] = sentence.features[0]
    return embedding
