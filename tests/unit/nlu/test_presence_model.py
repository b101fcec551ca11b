"""The model that tells from a whole message which concerns it seems to hold."""

from pathlib import Path

import numpy as np
import pytest

from bot.domain.categories import Category
from nlu.errors import ModelUnreadableError
from nlu.presence_model import PresenceModel
from nlu.several_model import SeveralModel

MODEL = PresenceModel(
    ("report_litter", "report_noise"),
    np.array([[1.0, 0.0], [0.0, 2.0]], np.float32),
    np.array([0.5, -1.0], np.float32),
)
EMBEDDING = np.array([0.5, 0.25], np.float32)


def test_each_intent_has_its_own_scale() -> None:
    assert MODEL.scores(EMBEDDING, ["report_noise", "report_litter"]).tolist() == [-0.5, 1.0]


def test_one_that_was_never_met_says_nothing() -> None:
    assert MODEL.scores(EMBEDDING, ["report_fire"]).tolist() == [0.0]


def test_it_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "presence.npz")
    kept = PresenceModel.load(tmp_path / "presence.npz")
    assert kept.scores(EMBEDDING, MODEL.intents).tolist() == MODEL.scores(EMBEDDING, MODEL.intents).tolist()


@pytest.mark.parametrize("content", [None, b"broken"])
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "presence.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelUnreadableError, match=r"presence\.npz"):
        PresenceModel.load(file)


def test_the_one_that_serves_knows_every_report() -> None:
    assert len(SeveralModel.load().presence.intents) == len(Category)
