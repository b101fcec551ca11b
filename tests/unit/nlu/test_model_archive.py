"""The intent model, read out of Rasa's model archive."""

import tarfile
from pathlib import Path

import pytest

from nlu.errors import ModelUnreadableError
from nlu.intent_model import FILE_NAME
from nlu.model_archive import read_intent_model
from tests.unit.nlu.tiny_model import LITTER, tiny_model


def archive_of(folder: Path, *names: str) -> Path:
    packed = folder / "model.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        for name in names:
            archive.add(folder / name, f"components/train_component2/{name}")
    return packed


class TestReadIntentModel:
    def test_it_finds_the_model_among_the_components(self, tmp_path: Path) -> None:
        tiny_model().save(tmp_path / FILE_NAME)
        (tmp_path / "metadata.json").write_text("{}")
        model = read_intent_model(archive_of(tmp_path, "metadata.json", FILE_NAME))
        assert model.classify("", LITTER) == tiny_model().classify("", LITTER)

    def test_an_archive_without_one_is_told_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "metadata.json").write_text("{}")
        with pytest.raises(ModelUnreadableError, match=r"model\.tar\.gz"):
            read_intent_model(archive_of(tmp_path, "metadata.json"))

    def test_a_file_that_is_no_archive_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.tar.gz").write_bytes(b"cut off")
        with pytest.raises(ModelUnreadableError):
            read_intent_model(tmp_path / "model.tar.gz")

    def test_a_missing_archive_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ModelUnreadableError):
            read_intent_model(tmp_path / "model.tar.gz")
