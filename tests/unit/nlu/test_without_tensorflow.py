"""Refusing a configuration that needs TensorFlow."""

from pathlib import Path

import pytest

from nlu.without_tensorflow import TensorFlowMissingError, check_config


def config(folder: Path, text: str) -> Path:
    path = folder / "config.yml"
    path.write_text(text, encoding="utf-8")
    return path


class TestCheckConfig:
    def test_our_own_configuration_passes(self) -> None:
        check_config(Path(__file__).parents[3] / "config.yml")

    @pytest.mark.parametrize(
        "name", ["DIETClassifier", "rasa.nlu.classifiers.diet_classifier.DIETClassifier"]
    )
    def test_a_component_that_needs_it_is_named_in_one_sentence(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(TensorFlowMissingError, match=r"^DIETClassifier in config\.yml needs TensorFlow"):
            check_config(config(tmp_path, f"pipeline:\n  - name: WhitespaceTokenizer\n  - name: {name}\n"))

    def test_a_policy_that_needs_it_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(TensorFlowMissingError) as caught:
            check_config(config(tmp_path, "policies:\n  - name: TEDPolicy\n"))
        assert caught.value.component == "TEDPolicy"

    def test_a_missing_or_empty_file_is_left_to_rasa(self, tmp_path: Path) -> None:
        check_config(tmp_path / "config.yml")
        check_config(config(tmp_path, ""))
