"""What the encoder thinks of danger in a message: a second pair of ears beside the plain-code gate."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.danger_precedents import Precedents
from nlu.phrase_features import count_phrases
from nlu.word_features import weigh

FILE_NAME = "danger_model.npz"
"""Name of the model's file inside a model archive."""

NONE = "none"
"""Label of messages in which nobody is in danger."""

PART_ALARMS_FROM = 0.95
"""The chance of danger from which one part of a long message alarms though the whole doesn't.

It is high, since a sentence torn out of a story no longer says that it is long past: docs/adr/0004.
"""

_FORMAT = 4


@dataclass(frozen=True)
class DangerModel:
    """A linear classifier on a message's embedding and its words, and what became of messages like it."""

    names: tuple[str, ...]
    """Kinds of danger."""
    meaning: NDArray[np.float32]
    """What each dimension of the embedding says for danger."""
    phrases: NDArray[np.float32]
    """What each hashed word or pair of words says for danger."""
    rarity: NDArray[np.float32]
    """How much each of those tells, rare ones more; 0 for those that training met too seldom."""
    kinds: NDArray[np.float32]
    """[kinds, width + 1] what speaks for each kind of danger, the last column by itself."""
    scale: tuple[float, float]
    """Factor and summand that make the score the logarithm of the odds."""
    alarm_from: float
    """The chance of danger from which the model alarms."""
    calm_below: float
    """The chance of danger under which the model is calm: words that can mean danger don't mean it here."""
    encoder_id: str
    precedents: Precedents
    precedent_weight: float
    """What their log odds count for beside the score."""
    doubt_from: float
    """The score from which they are asked: of most messages they would only say that these are calm."""

    def think(self, text: str, embedding: NDArray[np.float32]) -> tuple[str, float]:
        """The likeliest kind of danger, and the chance that there is any."""
        kind = int(np.argmax(self.kinds[:, :-1] @ embedding + self.kinds[:, -1]))
        return self.names[kind], self._chance_of(text, embedding)

    def _chance_of(self, text: str, embedding: NDArray[np.float32]) -> float:
        words = weigh(count_phrases(text), self.rarity)
        score = float(self.meaning @ embedding + words.values @ self.phrases[words.buckets])
        is_open = score >= self.doubt_from
        lean = float(self.precedents.lean(embedding[None])[0]) if is_open else -self.precedents.reach
        return self.chance(score + self.precedent_weight * lean)

    def chance(self, score: float) -> float:
        """The chance of danger, from 0 to 1, that a score means."""
        factor, summand = self.scale
        return float(1.0 / (1.0 + np.exp(-np.clip(factor * score + summand, -30, 30))))

    def save(self, path: Path) -> None:
        """Write the model where `from_arrays` can read it."""
        np.savez(
            path,
            format=np.array(_FORMAT),
            names=np.array(self.names),
            meaning=self.meaning,
            phrases=self.phrases.astype(np.float16),  # half the archive
            rarity=self.rarity.astype(np.float16),
            kinds=self.kinds,
            scale=np.array(self.scale),
            alarm_from=np.array(self.alarm_from),
            calm_below=np.array(self.calm_below),
            encoder_id=np.array(self.encoder_id),
            precedent_weight=np.array(self.precedent_weight),
            doubt_from=np.array(self.doubt_from),
            **self.precedents.to_arrays(),
        )

    @classmethod
    def from_arrays(cls, stored: dict[str, NDArray[Any]]) -> "DangerModel":
        """Raises ValueError for another format, KeyError for a missing part."""
        if int(stored["format"]) != _FORMAT:
            raise ValueError(f"format {int(stored['format'])} instead of {_FORMAT}; train it again")
        return cls(
            names=tuple(str(name) for name in stored["names"]),
            meaning=stored["meaning"],
            phrases=stored["phrases"].astype(np.float32),
            rarity=stored["rarity"].astype(np.float32),
            kinds=stored["kinds"],
            scale=(float(stored["scale"][0]), float(stored["scale"][1])),
            alarm_from=float(stored["alarm_from"]),
            calm_below=float(stored["calm_below"]),
            encoder_id=str(stored["encoder_id"]),
            precedents=Precedents.from_arrays(stored),
            precedent_weight=float(stored["precedent_weight"]),
            doubt_from=float(stored["doubt_from"]),
        )
