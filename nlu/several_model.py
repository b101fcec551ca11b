"""The small fitted model that tells a further concern from a passing mention, as numbers in a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.errors import ModelUnreadableError
from nlu.presence_model import FILE_NAME as PRESENCE_FILE
from nlu.presence_model import PresenceModel

FILE = Path(__file__).parent / "several_concerns.json"
"""The fitted model; written by `python -m nlu.several_training`."""

FEATURES = (
    "whole",
    "whole_less_first",
    "best_clause",
    "best_pair",
    "clause_less_next",
    "clause_less_first",
    "clause_less_third",
    "first_elsewhere",
    "words_log",
    "clauses_log",
    "surprise",
    "clauses_led",
    "share_led",
    "clause_reports",
    "share_log",
    "presence",
    "presence_of_first",
    "presence_less_first",
    "presence_less_next",
    "presence_sum",
    "presence_leads",
)
"""What nlu.several_concerns.features measures, in its order."""


type Usual = dict[str, dict[str, tuple[float, float]]]
"""Intent of a story -> other intent -> mean and deviation of how strongly that sounds in such stories."""


@dataclass(frozen=True)
class SeveralModel:
    """A logistic regression over FEATURES."""

    weights: tuple[float, ...]
    bias: float
    enough: float
    """Chance from which a further category counts as a concern of its own."""
    usual: Usual
    presence: PresenceModel

    @classmethod
    def load(cls, path: Path = FILE) -> SeveralModel:
        """Open the fitted model. Raises ModelUnreadableError if it is missing or of other features."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if tuple(stored.pop("features")) != FEATURES:
                raise ValueError("fitted to other features; run nlu.several_training again")
            usual = {
                story: {other: (pair[0], pair[1]) for other, pair in row.items()}
                for story, row in stored["usual"].items()
            }
            return cls(
                tuple(stored["weights"]),
                float(stored["bias"]),
                float(stored["enough"]),
                usual,
                PresenceModel.load(path.parent / PRESENCE_FILE),
            )
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise ModelUnreadableError(f"{path} holds no model of several concerns: {error}") from error

    def save(self, path: Path = FILE) -> None:
        """Write it where `load` finds it."""
        own = {name: value for name, value in vars(self).items() if name != "presence"}
        path.write_text(json.dumps({"features": FEATURES, **own}, indent=1) + "\n", encoding="utf-8")
        self.presence.save(path.parent / PRESENCE_FILE)

    def expected(self, story: str, intents: list[str]) -> NDArray[np.float64]:
        """Mean and deviation [intents, 2] in stories of one intent; for one never met, the average."""
        row = self.usual.get(story, {})
        known = np.array(list(row.values()) or [(0.0, 1.0)], np.float64)
        middle = known.mean(axis=0)
        return np.array([row.get(intent, middle) for intent in intents], np.float64)

    def chances(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """How likely each row of features is a concern of its own."""
        sums = table @ np.array(self.weights) + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(sums, -30, 30))), np.float64)
