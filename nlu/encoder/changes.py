"""What nlu/tuning taught the encoder: small changes, added to the published weights when it is built."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file

from nlu.encoder.files import TUNING, tuning_applies


def add_changes(weights: dict[str, NDArray[np.float32]], changes: Path) -> None:
    """Add each change, kept as thin factors `<name>.up` and `<name>.down`, to the weight it names."""
    factors = {name: factor.astype(np.float32) for name, factor in load_file(str(changes)).items()}
    for key, up in factors.items():
        if key.endswith(".up"):
            name = key.removesuffix(".up")
            weights[name] = weights[name] + up @ factors[f"{name}.down"]


def caution() -> float:
    """By how much the classifier must divide its scores because the encoder knows its very examples.

    1 where the encoder was not tuned. Measured by nlu/tuning on examples left out, and kept with the changes.
    """
    if not tuning_applies():
        return 1.0
    with safe_open(str(TUNING), framework="numpy") as changes:
        return float((changes.metadata() or {}).get("caution", "1"))
