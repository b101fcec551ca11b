"""What nlu/tuning taught the encoder: small changes, added to the published weights when it is built."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.encoder.files import tuning_applies

_ONE_IN = 10

TRUST = 0.72
"""What embeddings are multiplied by where a classifier is fitted to them beside words.

The encoder knows the examples that it learned from, so a fit trusts it more than it deserves.
"""


def add_changes(weights: dict[str, NDArray[np.float32]], changes: Path) -> None:
    """Add each change, kept as thin factors `<name>.up` and `<name>.down`, to the weight it names."""
    from safetensors.numpy import load_file  # only who builds needs it, not who serves residents

    factors = {name: factor.astype(np.float32) for name, factor in load_file(str(changes)).items()}
    for key, up in factors.items():
        if key.endswith(".up"):
            name = key.removesuffix(".up")
            weights[name] = weights[name] + up @ factors[f"{name}.down"]


def is_left_out(text: str) -> bool:
    """Whether the tuning never learns from this example.

    A tuned encoder knows the examples that it learned from, so on them a classifier looks surer than it is.
    A tenth is kept from it, the same at every tuning, to measure confidence on.
    """
    return zlib.crc32(text.casefold().encode()) % _ONE_IN == 0


def unknown_examples(texts: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which of these the encoder now asked for never learned from; None where it learned from none."""
    if not tuning_applies():
        return None
    return np.array([is_left_out(text) for text in texts])
