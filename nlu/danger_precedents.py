"""What became of the messages most like this one: examples of danger and look-alikes, kept as they lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

#: So many of the nearest are asked, and a near one counts for more: e-fold for each 1/20 of likeness.
_ASKED = 12
_NEARNESS = 20.0
#: Keeps the odds finite where all of them agree.
_DOUBT = 0.02
_MOST = float(np.log1p(_DOUBT) - np.log(_DOUBT))
_AXES = 128
_STEPS = 127


@dataclass(frozen=True)
class Precedents:
    """Examples by what they mean, in few dimensions and eight bits: 1.5 MB for eleven thousand."""

    centre: NDArray[np.float32]
    """[width] the mean embedding."""
    axes: NDArray[np.float32]
    """[width, dimensions] along which embeddings differ most."""
    examples: NDArray[np.int8]
    """[examples, dimensions] in steps of `step`, each of length 1."""
    step: float
    is_danger: NDArray[np.bool_]
    """[examples]"""

    reach = _MOST
    """No precedents lean further than this, either way."""

    @classmethod
    def gather(cls, embeddings: NDArray[np.float32], is_danger: NDArray[np.bool_]) -> Self:
        """Keep these examples, a row each."""
        centre = embeddings.mean(axis=0)
        apart = embeddings - centre
        _, directions = np.linalg.eigh(apart.T @ apart)
        axes = np.ascontiguousarray(directions[:, ::-1][:, :_AXES], np.float32)
        placed = _unit(apart @ axes)
        step = float(np.abs(placed).max()) / _STEPS
        return cls(centre, axes, np.round(placed / step).astype(np.int8), step, is_danger)

    def lean(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """The log odds of danger among the nearest examples, of each row; within `reach` of 0."""
        placed = _unit((embeddings - self.centre) @ self.axes)
        likeness = placed @ self.examples.T.astype(np.float32) * self.step
        asked = min(_ASKED, len(self.examples))
        nearest = np.argpartition(-likeness, asked - 1, axis=1)[:, :asked]
        weights = np.exp(_NEARNESS * (np.take_along_axis(likeness, nearest, axis=1) - 1))
        share = (weights * self.is_danger[nearest]).sum(axis=1) / weights.sum(axis=1)
        return np.asarray(np.log(share + _DOUBT) - np.log(1 - share + _DOUBT), np.float32)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """What a model's file holds of them."""
        return {
            "precedent_centre": self.centre,
            "precedent_axes": self.axes.astype(np.float16),
            "precedents": self.examples,
            "precedent_step": np.array(self.step),
            "precedent_is_danger": self.is_danger,
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> Self:
        """Raises KeyError for a missing part."""
        return cls(
            centre=stored["precedent_centre"],
            axes=stored["precedent_axes"].astype(np.float32),
            examples=stored["precedents"],
            step=float(stored["precedent_step"]),
            is_danger=stored["precedent_is_danger"],
        )


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
