"""Naming and finding the encoder's files."""

from pathlib import Path

import pytest

from nlu.encoder.files import built_files, fingerprint, home_folder, source_folder
from nlu.errors import EncoderMissingError


@pytest.fixture(autouse=True)
def usual_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCAL_FOCUS_ENCODER_FOLDER", raising=False)


class TestFingerprint:
    def test_it_is_known_without_the_weights(self) -> None:
        assert len(fingerprint()) == 16

    def test_another_model_has_another(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        usual = fingerprint()
        (tmp_path / "model.safetensors").write_bytes(b"weights")
        monkeypatch.setenv("LOCAL_FOCUS_ENCODER_FOLDER", str(tmp_path))
        assert fingerprint() != usual

    def test_a_folder_without_a_model_is_told_by_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOCAL_FOCUS_ENCODER_FOLDER", str(tmp_path))
        with pytest.raises(EncoderMissingError, match=r"model\.safetensors"):
            fingerprint()
        with pytest.raises(EncoderMissingError, match=r"model\.safetensors"):
            source_folder()


class TestBuiltFiles:
    def test_they_stand_under_the_home_folder(self, tmp_path: Path) -> None:
        files = built_files(tmp_path)
        assert files.graph == tmp_path / "encoder" / f"{fingerprint()}.onnx"
        assert not files.exist

    def test_a_model_can_ask_for_an_older_encoder(self, tmp_path: Path) -> None:
        assert built_files(tmp_path, "older").tokenizer == tmp_path / "encoder" / "older.tokenizer.json"


class TestHomeFolder:
    def test_it_is_var_at_the_root_unless_set(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("LOCAL_FOCUS_HOME", raising=False)
        assert home_folder() == Path(__file__).parents[4] / "var"
        monkeypatch.setenv("LOCAL_FOCUS_HOME", str(tmp_path))
        assert home_folder() == tmp_path
