"""The launcher, as a person who edits config.yml meets it."""

import subprocess
import sys
from pathlib import Path

from nlu.serve import config_path

ROOT = Path(__file__).parents[2]


def serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nlu.serve", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


class TestServe:
    def test_a_configuration_that_needs_tensorflow_stops_with_one_sentence(self, tmp_path: Path) -> None:
        config = tmp_path / "config.yml"
        config.write_text("recipe: default.v1\npipeline:\n  - name: DIETClassifier\n", encoding="utf-8")
        done = serve("train", "--config", str(config))
        assert done.returncode == 1
        assert done.stderr.startswith("DIETClassifier in config.yml needs TensorFlow")
        assert len(done.stderr.strip().splitlines()) == 1

    def test_it_hands_everything_else_to_rasa(self) -> None:
        done = serve("--version")
        assert (done.returncode, done.stderr) == (0, "")
        assert "3.6.21" in done.stdout


class TestConfigPath:
    def test_it_finds_the_configuration_named(self) -> None:
        assert config_path(["train", "-c", "other.yml"]) == Path("other.yml")
        assert config_path(["run"]) == Path("config.yml")
