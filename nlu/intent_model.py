"""The trained intent model as plain numbers: by it Rasa and the hub tell what a message is about."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.errors import ModelUnreadableError
from nlu.word_features import count_features, weigh

FILE_NAME = "intent_model.npz"
"""Name of the model's file inside a model archive."""

_FORMAT = 1

Ranking = list[tuple[str, float]]
"""Every intent with its probability, likeliest first; the probabilities add up to 1."""


class Encoder(Protocol):
    """What classify_text needs of the sentence encoder."""

    def encode(self, texts: list[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True)
class IntentModel:
    """A linear classifier on a message's embedding and words, with confidences that mean what they say."""

    intents: tuple[str, ...]
    weights: NDArray[np.float32]
    """One column an intent, one row a feature of the embedding."""
    word_weights: NDArray[np.float16]
    """The same for the hashed words, one row a bucket."""
    rarity: NDArray[np.float32]
    """How much each bucket tells, rare ones more; 0 for those that training met too seldom."""
    biases: NDArray[np.float32]
    temperature: float
    """Divides the scores, so that of messages answered at 0.8 about 80 % are right."""
    ask_below: float
    """Confidence under which the resident is asked rather than believed to be understood."""
    encoder_id: str
    """The encoder the model was trained on; another one's embeddings mean nothing to it."""

    @classmethod
    def load(cls, path: Path) -> "IntentModel":
        """Open a saved model. Raises ModelUnreadableError if there is none or it is of another format."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                return cls.from_arrays(dict(stored))
        except (OSError, ValueError, KeyError) as error:
            raise ModelUnreadableError(f"{path} holds no intent model that can be read: {error}") from error

    @classmethod
    def from_arrays(cls, stored: dict[str, NDArray[Any]]) -> "IntentModel":
        """Raises ValueError for another format, KeyError for a missing part."""
        if int(stored["format"]) != _FORMAT:
            raise ValueError(f"format {int(stored['format'])} instead of {_FORMAT}; train it again")
        return cls(
            intents=tuple(str(name) for name in stored["intents"]),
            weights=stored["weights"],
            word_weights=stored["word_weights"],
            rarity=stored["rarity"],
            biases=stored["biases"],
            temperature=float(stored["temperature"]),
            ask_below=float(stored["ask_below"]),
            encoder_id=str(stored["encoder_id"]),
        )

    def save(self, path: Path) -> None:
        """Write the model where `load` finds it."""
        np.savez(
            path,
            format=np.array(_FORMAT),
            intents=np.array(self.intents),
            weights=self.weights,
            word_weights=self.word_weights,
            rarity=self.rarity,
            biases=self.biases,
            temperature=np.array(self.temperature),
            ask_below=np.array(self.ask_below),
            encoder_id=np.array(self.encoder_id),
        )

    def classify_text(self, text: str, encoder: Encoder) -> Ranking:
        """Rank the intents for a message."""
        return self.classify(text, encoder.encode([text])[0])

    def classify(self, text: str, embedding: NDArray[np.float32]) -> Ranking:
        """Rank the intents for a message whose embedding is already known."""
        chances = softmax(self.scores(text, embedding)[np.newaxis] / np.float32(self.temperature))[0]
        return [(self.intents[at], float(chances[at])) for at in np.argsort(-chances, kind="stable")]

    def scores(self, text: str, embedding: NDArray[np.float32]) -> NDArray[np.float32]:
        """What speaks for each intent, before it is made a probability."""
        words = weigh(count_features(text), self.rarity)
        said = words.values @ self.word_weights[words.buckets].astype(np.float32)
        return np.asarray(embedding @ self.weights + said + self.biases, np.float32)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores [n, m] as probabilities that add up to 1 in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)
