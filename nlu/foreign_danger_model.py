"""What the words of a message in another language than English say about danger, and which language it is.

The encoder knows English only; these are words, their pairs and their pieces, and nothing else.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.phrase_features import count_phrases
from nlu.word_features import weigh

FILE_NAME = "foreign_danger_model.npz"
"""Name of the model's file inside a model archive."""

_FORMAT = 1


@dataclass(frozen=True)
class ForeignDangerModel:
    """Two linear classifiers on hashed words, pairs of words and pieces of words."""

    languages: tuple[str, ...]
    """ISO 639-1, English among them."""
    spoken: NDArray[np.float32]
    """[buckets + 1, languages] what each feature says for each language, the last row by itself."""
    phrases: NDArray[np.float32]
    """[buckets + 1] what each feature says for danger, the last one by itself."""
    rarity: NDArray[np.float32]
    """How much each feature tells, rare ones more; 0 for those that training met too seldom."""
    alarm_from: float
    """The score from which the model alarms."""

    def listen(self, text: str) -> tuple[str, bool]:
        """The likeliest language of a message, and whether it tells of danger."""
        words = weigh(count_phrases(text), self.rarity)
        spoken = words.values @ self.spoken[words.buckets] + self.spoken[-1]
        danger = float(words.values @ self.phrases[words.buckets] + self.phrases[-1])
        return self.languages[int(np.argmax(spoken))], danger >= self.alarm_from

    def save(self, path: Path) -> None:
        """Write the model where `from_arrays` can read it."""
        np.savez(
            path,
            format=np.array(_FORMAT),
            languages=np.array(self.languages),
            spoken=self.spoken.astype(np.float16),  # half the archive
            phrases=self.phrases.astype(np.float16),
            rarity=self.rarity.astype(np.float16),
            alarm_from=np.array(self.alarm_from),
        )

    @classmethod
    def from_arrays(cls, stored: dict[str, NDArray[Any]]) -> "ForeignDangerModel":
        """Raises ValueError for another format, KeyError for a missing part."""
        if int(stored["format"]) != _FORMAT:
            raise ValueError(f"format {int(stored['format'])} instead of {_FORMAT}; train it again")
        return cls(
            languages=tuple(str(name) for name in stored["languages"]),
            spoken=stored["spoken"].astype(np.float32),
            phrases=stored["phrases"].astype(np.float32),
            rarity=stored["rarity"].astype(np.float32),
            alarm_from=float(stored["alarm_from"]),
        )
