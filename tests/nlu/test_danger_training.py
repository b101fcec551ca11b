"""The opinion on danger that is learned from examples."""

import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from nlu.danger_examples import read_danger_examples
from nlu.danger_model import DangerModel
from nlu.danger_training import fit_danger_model

WIDTH = 64
ALARMS = ("fire in the {}", "smoke is coming out of the {}", "he has a knife in the {}", "trapped in the {}")
CALM = ("bins left in the {}", "the lamp is out in the {}", "dog mess in the {}", "cans all over the {}")
PLACES = (
    "house",
    "yard",
    "lane",
    "park",
    "street",
    "garage",
    "school",
    "shop",
    "car",
    "flat",
    "hall",
    "field",
)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Embeddings made of the words: messages with the same words are near each other."""
    rows = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().split():
            row[zlib.crc32(word.encode()) % WIDTH] += 1
        row /= np.sqrt(row @ row)
    return rows


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> DangerModel:
    root = tmp_path_factory.mktemp("project")
    folder = root / "data/danger/examples"
    folder.mkdir(parents=True)
    (root / "data/nlu").mkdir()
    for name, kind, shapes in (
        ("fire", "emergency", ALARMS[:2]),
        ("knife", "domestic_abuse_now", ALARMS[2:]),
    ):
        lines = "".join(f"  {shape.format(place)}\n" for shape in shapes for place in PLACES)
        (folder / f"{name}.yml").write_text(f"kind: {kind}\nmessages: |\n{lines}", encoding="utf-8")
    lines = "".join(f"  {shape.format(place)}\n" for shape in CALM for place in PLACES)
    (folder / "calm.yml").write_text(f"kind: none\nmessages: |\n{lines}", encoding="utf-8")
    return fit_danger_model(read_danger_examples(root), encode, "0123456789abcdef")


class TestFitDangerModel:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [("fire in the kitchen", "emergency"), ("he has a knife in the kitchen", "domestic_abuse_now")],
    )
    def test_it_alarms_at_what_is_like_an_alarm(self, model: DangerModel, text: str, kind: str) -> None:
        named, chance = model.think(text, encode([text])[0])
        assert named == kind
        assert chance >= model.alarm_from

    def test_it_is_calm_about_what_is_not(self, model: DangerModel) -> None:
        text = "cans all over the kitchen"
        assert model.think(text, encode([text])[0])[1] < model.calm_below

    def test_it_goes_with_its_encoder(self, model: DangerModel) -> None:
        assert model.encoder_id == "0123456789abcdef"
