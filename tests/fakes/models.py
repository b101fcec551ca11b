"""Models that score what a test says, in a real store."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.model_review import ModelScores
from bot.domain.models import name_of
from bot.errors import ModelError
from bot.gateways.model_store import ModelStore
from bot.services.model_life import ModelLife

GOOD = ModelScores(accuracy=0.9, danger_recall=0.98, false_alarms=0.02, measured_with="today")
WORSE = ModelScores(accuracy=0.8, danger_recall=0.98, false_alarms=0.02, measured_with="today")


@dataclass(slots=True)
class Workshop:
    """Where models are trained and measured without any training."""

    home: Path
    content: str = "one"
    """Name of the model that training comes to."""
    measures: dict[str, ModelScores] = field(default_factory=dict)
    """What each model scores; any other can't be opened."""
    of_other_versions: set[str] = field(default_factory=set)
    """Models whose dialogue was made for another version of the hub."""
    measured: list[str] = field(default_factory=list)
    """What was measured, in order."""
    said: list[str] = field(default_factory=list)
    measuring_name: str = "today"

    @property
    def store(self) -> ModelStore:
        """The models of this home."""
        return ModelStore(self.home)

    @property
    def life(self) -> ModelLife:
        """What is tested."""
        return ModelLife(
            self.store,
            self.train,
            self.measure,
            lambda archive: name_of(archive) not in self.of_other_versions,
            lambda: self.measuring_name,
            self.said.append,
        )

    def train(self, _again: bool = False) -> Path:
        """The archive of the present content."""
        archive = self.home / "models" / f"{self.content}.tar.gz"
        archive.parent.mkdir(exist_ok=True)
        archive.touch()
        return archive

    def measure(self, archive: Path) -> ModelScores:
        """What the test says it scores."""
        self.measured.append(name_of(archive))
        if name_of(archive) not in self.measures:
            raise ModelError(f"The model {name_of(archive)} can't be opened.")
        return self.measures[name_of(archive)]
