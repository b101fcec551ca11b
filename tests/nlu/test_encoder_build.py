"""Building the encoder out of its weights."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from nlu.encoder.build import build_encoder, check_weights, read_weights
from nlu.encoder.changes import add_changes
from nlu.encoder.files import home_folder, source_folder
from nlu.encoder.sentences import SentenceEncoder, last_layer
from nlu.errors import WeightsChangedError


@pytest.fixture(autouse=True)
def usual_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCAL_FOCUS_ENCODER_FOLDER", raising=False)


class TestCheckWeights:
    def test_the_published_weights_pass(self) -> None:
        check_weights(source_folder() / "model.safetensors")

    def test_any_other_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.safetensors").write_bytes(b"swapped")
        with pytest.raises(WeightsChangedError, match="SHA-256"):
            check_weights(tmp_path / "model.safetensors")


class TestBuildEncoder:
    def test_a_second_call_builds_nothing(self) -> None:
        built = build_encoder(home_folder()).graph.stat().st_mtime_ns
        assert build_encoder(home_folder()).graph.stat().st_mtime_ns == built

    def test_another_models_folder_is_used_as_it_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOCAL_FOCUS_ENCODER_FOLDER", str(source_folder()))
        encoder = SentenceEncoder(build_encoder(tmp_path))
        person, very, sunny = last_layer(
            encoder.encode(["That is a happy person", "That is a very happy person", "Today is a sunny day"])
        )
        # The publisher's own figures for these sentences are 0.943 and 0.257.
        assert (person @ very, person @ sunny) == pytest.approx((0.943, 0.257), abs=0.05)


class TestAddChanges:
    def test_the_product_of_the_factors_is_added(self, tmp_path: Path) -> None:
        up, down = np.ones((3, 1), np.float16), np.full((1, 2), 0.5, np.float16)
        save_file({"layer.weight.up": up, "layer.weight.down": down}, str(tmp_path / "changes"))
        weights = {"layer.weight": np.zeros((3, 2), np.float32), "layer.bias": np.ones(3, np.float32)}
        add_changes(weights, tmp_path / "changes")
        np.testing.assert_array_equal(weights["layer.weight"], np.full((3, 2), 0.5))
        np.testing.assert_array_equal(weights["layer.bias"], np.ones(3))


class TestReadWeights:
    def test_every_layer_of_the_configuration_is_there(self) -> None:
        folder = source_folder()
        layers = json.loads((folder / "config.json").read_text())["num_hidden_layers"]
        weights = read_weights(folder)
        assert all(f"encoder.layer.{number}.output.dense.weight" in weights for number in range(layers))
