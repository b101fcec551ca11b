"""What the encoder thinks of danger in a message: a second pair of ears beside the plain-code gate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.intent_model import IntentModel

FILE_NAME = "danger_model.npz"
"""Name of the model's file inside a model archive."""

NONE = "none"
"""Label of messages in which nobody is in danger."""


@dataclass(frozen=True)
class DangerModel:
    """An intent model over the kinds of danger and `none`; its `ask_below` is the chance that alarms."""

    kinds: IntentModel

    def think(self, text: str, embedding: NDArray[np.float32]) -> tuple[str, float] | None:
        """The likeliest kind of danger and the chance of any, where that is high enough to alarm."""
        ranking = self.kinds.classify(text, embedding)
        danger = 1.0 - dict(ranking)[NONE]
        if danger < self.kinds.ask_below:
            return None
        return next(kind for kind, _ in ranking if kind != NONE), danger
