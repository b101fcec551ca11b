"""Rasa component that gives every message the sentence encoder's features."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder.build import build_encoder
from nlu.encoder.files import home_folder
from nlu.encoder.given import given_embeddings
from nlu.encoder.sentences import SentenceEncoder

_NOTE = "encoder.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeatures(DenseFeaturizer, GraphComponent):
    """Dense features of whole sentences; `train` only notes which encoder the model goes with."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        name: str,
        encoder: SentenceEncoder,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._encoder = encoder

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        """For training: with the encoder now asked for, built first where it is missing."""
        encoder = SentenceEncoder(build_encoder(home_folder()))
        return cls(config, model_storage, resource, execution_context.node_name, encoder)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> SentenceFeatures:
        """For a trained model: with the encoder it was trained on, which may not be the newest."""
        with model_storage.read_from(resource) as folder:
            encoder_id = json.loads((folder / _NOTE).read_text(encoding="utf-8"))["id"]
        encoder = SentenceEncoder.open(home_folder(), encoder_id)
        return cls(config, model_storage, resource, execution_context.node_name, encoder)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the encoder's id in the model; the examples change nothing."""
        del training_data
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _NOTE).write_text(json.dumps({"id": self._encoder.id}), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self._add_features(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        self._add_features(messages)
        return messages

    def _add_features(self, messages: list[Message]) -> None:
        spoken = [message for message in messages if message.get(TOKENS_NAMES[TEXT])]
        given = [given_embeddings.take(self._encoder.id, m.get(TEXT), self._encoder.width) for m in spoken]
        made = iter(
            self._encoder.encode(
                [m.get(TEXT) for m, known in zip(spoken, given, strict=True) if known is None]
            )
        )
        for message, known in zip(spoken, given, strict=True):
            self._give(message, next(made) if known is None else known)

    def _give(self, message: Message, embedding: NDArray[np.float32]) -> None:
        sentence = embedding[np.newaxis]
        # Rasa wants features a token too; nothing in our pipeline reads them.
        tokens = np.broadcast_to(sentence, (len(message.get(TOKENS_NAMES[TEXT])), len(embedding)))
        self.add_features_to_message(sequence=tokens, sentence=sentence, attribute=TEXT, message=message)
