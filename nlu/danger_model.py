"""What the encoder thinks of danger in a message: a second pair of ears beside the plain-code gate."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.phrase_features import count_phrases
from nlu.word_features import weigh

FILE_NAME = "danger_model.npz"
"""Name of the model's file inside a model archive."""

NONE = "none"
"""Label of messages in which nobody is in danger."""

_FORMAT = 2
_ONLY_THE_NEAREST = 8


@dataclass(frozen=True)
class Likeness:
    """How like a message's meaning is to examples of danger, and how unlike to those that only sound so."""

    supports: NDArray[np.float32]
    """Embeddings of the examples that decide, one row each."""
    pulls: NDArray[np.float32]
    """How strongly each one speaks for danger; negative where nobody was in danger."""
    kinds: NDArray[np.int8]
    """Position of each one's kind of danger, -1 for none."""
    sharpness: float
    """How near a message must be to an example to be like it."""
    offset: float

    def nearness(self, embedding: NDArray[np.float32]) -> NDArray[np.float32]:
        """Likeness to each example, from 0 to 1. All embeddings have length 1."""
        distances = 2.0 - 2.0 * (self.supports @ embedding)
        return np.asarray(np.exp(-self.sharpness * distances), np.float32)


@dataclass(frozen=True)
class Phrases:
    """What the words and pairs of words of a message say."""

    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    offset: float

    def score(self, text: str) -> float:
        """What speaks for danger in the words; 0 is undecided."""
        words = weigh(count_phrases(text), self.rarity)
        return float(words.values @ self.weights[words.buckets]) + self.offset


@dataclass(frozen=True)
class DangerModel:
    """Weighs likeness and words against each other."""

    names: tuple[str, ...]
    """Kinds of danger."""
    likeness: Likeness
    phrases: Phrases
    mix: NDArray[np.float32]
    """Weight of likeness, weight of words, and what is added: they make a chance of danger."""
    alarm_from: float
    """The chance of danger from which the model alarms."""
    encoder_id: str

    def think(self, text: str, embedding: NDArray[np.float32]) -> tuple[str, float] | None:
        """The likeliest kind of danger and the chance of any, where that is high enough to alarm."""
        nearness = self.likeness.nearness(embedding)
        likeness = float(self.likeness.pulls @ nearness) + self.likeness.offset
        chance = self.chance(likeness, self.phrases.score(text))
        if chance < self.alarm_from:
            return None
        # The kind is told by the very nearest examples; the many that are a little like it say nothing.
        votes = np.where(self.likeness.kinds >= 0, nearness**_ONLY_THE_NEAREST, 0.0)
        by_kind = [float(votes[self.likeness.kinds == kind].sum()) for kind in range(len(self.names))]
        return self.names[int(np.argmax(by_kind))], chance

    def chance(self, likeness: float, words: float) -> float:
        """The chance of danger, from 0 to 1, that both scores make together."""
        return float(1.0 / (1.0 + np.exp(-(self.mix @ np.array([likeness, words, 1.0], np.float32)))))

    def save(self, path: Path) -> None:
        """Write the model where `from_arrays` can read it."""
        parts = {
            f"{name}_{field.name}": np.asarray(getattr(part, field.name))
            for name, part in (("likeness", self.likeness), ("phrases", self.phrases))
            for field in fields(part)
        }
        parts["likeness_supports"] = parts["likeness_supports"].astype(np.float16)  # half the archive
        np.savez(
            path,
            format=np.array(_FORMAT),
            names=np.array(self.names),
            mix=self.mix,
            alarm_from=np.array(self.alarm_from),
            encoder_id=np.array(self.encoder_id),
            **parts,
        )

    @classmethod
    def from_arrays(cls, stored: dict[str, NDArray[Any]]) -> "DangerModel":
        """Raises ValueError for another format, KeyError for a missing part."""
        if int(stored["format"]) != _FORMAT:
            raise ValueError(f"format {int(stored['format'])} instead of {_FORMAT}; train it again")
        return cls(
            names=tuple(str(name) for name in stored["names"]),
            likeness=Likeness(
                supports=stored["likeness_supports"].astype(np.float32),
                pulls=stored["likeness_pulls"],
                kinds=stored["likeness_kinds"],
                sharpness=float(stored["likeness_sharpness"]),
                offset=float(stored["likeness_offset"]),
            ),
            phrases=Phrases(
                weights=stored["phrases_weights"],
                rarity=stored["phrases_rarity"],
                offset=float(stored["phrases_offset"]),
            ),
            mix=stored["mix"],
            alarm_from=float(stored["alarm_from"]),
            encoder_id=str(stored["encoder_id"]),
        )
