"""Tells from a whole message which concerns it seems to hold, as plain numbers in a small file.

A thing that is only mentioned leaves less of a trace in the whole than one that is complained of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.errors import ModelUnreadableError

FILE_NAME = "presence_model.npz"
"""The fitted model's file, beside nlu.several_model's; written by `python -m nlu.several_training`."""


@dataclass(frozen=True)
class PresenceModel:
    """For each report intent a linear scale on a message's embedding."""

    intents: tuple[str, ...]
    weights: NDArray[np.float32]
    """[features of the embedding, intents]"""
    biases: NDArray[np.float32]
    """[intents]"""

    @property
    def width(self) -> int:
        """How many numbers an embedding has that it was fitted to."""
        return int(self.weights.shape[0])

    @classmethod
    def load(cls, path: Path) -> PresenceModel:
        """Open the fitted model. Raises ModelUnreadableError if it is missing or broken."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                return cls(
                    tuple(str(name) for name in stored["intents"]),
                    stored["weights"].astype(np.float32),
                    stored["biases"].astype(np.float32),
                )
        except (OSError, ValueError, KeyError) as error:
            raise ModelUnreadableError(f"{path} holds no model of presence: {error}") from error

    def save(self, path: Path) -> None:
        """Write it where `load` finds it, in half precision."""
        np.savez_compressed(
            path,
            intents=np.array(self.intents),
            weights=self.weights.astype(np.float16),
            biases=self.biases.astype(np.float16),
        )

    def scores(self, embedding: NDArray[np.float32], intents: Sequence[str]) -> NDArray[np.float32]:
        """Log odds that the message holds each of these; 0 for one that was never met."""
        found = dict(zip(self.intents, embedding @ self.weights + self.biases, strict=True))
        return np.array([found.get(intent, 0.0) for intent in intents], np.float32)
