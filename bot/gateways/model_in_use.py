"""The trained model that serves residents at the moment; it can be changed while it is being read by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from bot.domain.danger_opinion import DangerOpinion
from bot.domain.models import name_of
from bot.domain.understanding import Reading
from bot.errors import ModelError
from bot.gateways.trained_model import TrainedModel
from nlu.errors import UnderstandingError


class ModelInUse:
    """Stands in the place of a TrainedModel; safe to share between threads."""

    def __init__(self, name: str, trained: TrainedModel) -> None:
        self._now = (name, trained)

    @classmethod
    def open(cls, archive: Path, home: Path) -> Self:
        """Open the model to begin with; raises ModelError."""
        return cls(name_of(archive), open_model(archive, home))

    @property
    def name(self) -> str:
        """Name of the model that is read by now."""
        return self._now[0]

    @property
    def trained(self) -> TrainedModel:
        """The model that is read by now; not to be kept, for it may be another one at the next message."""
        return self._now[1]

    def read(self, text: str) -> Reading:
        """What the message is about, as a whole and part by part."""
        return self.trained.read(text)

    def read_ahead(self, text: str) -> None:
        """Read a message that seems to report something before it is asked for."""
        self.trained.read_ahead(text)

    def think_of_danger(self, text: str) -> DangerOpinion:
        """How likely the message tells of danger, and of which kind."""
        return self.trained.think_of_danger(text)

    def listen_to_foreign(self, text: str) -> tuple[str, bool]:
        """The likeliest language of a message that isn't in English, and whether it tells of danger."""
        return self.trained.listen_to_foreign(text)

    def recall_embedding(self, text: str) -> dict[str, str] | None:
        """The text's embedding as Rasa takes it, if it was made lately."""
        return self.trained.recall_embedding(text)

    def embed(self, texts: Sequence[str]) -> Any:
        """Embeddings of length 1, one row a text: near meanings are near."""
        return self.trained.embed(texts)

    def change(self, name: str, trained: TrainedModel) -> None:
        """Read by another model from the next message on; one that is being read is finished by the old."""
        self._now = (name, trained)


def open_model(archive: Path, home: Path) -> TrainedModel:
    """Open a model with the encoder kept under `home`; raises ModelError if this version can't."""
    try:
        return TrainedModel.open(archive, home)
    except UnderstandingError as error:
        raise ModelError(f"The model {name_of(archive)} can't be opened: {error}") from None
