"""`local-focus train` and `local-focus model`, run as an operator runs them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.model_review import ModelScores
from bot.domain.models import Choice, name_of
from bot.gateways.model_measurement import measuring_name
from bot.gateways.model_store import ModelStore
from bot.settings import PREFIX, ROOT
from tests.conftest import KEPT

COMMAND = ROOT / ".venv" / "bin" / "local-focus"
BEST = ModelScores(accuracy=1.0, danger_recall=1.0, false_alarms=0.0, measured_with="")
WORSE = replace(BEST, accuracy=0.9, danger_recall=0.97)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with three measured models, of which `good` came first and `newer` serves."""
    for name, scores in (("good", BEST), ("newer", BEST), ("worse", WORSE)):
        keep(tmp_path, name, scores)
    store = ModelStore(tmp_path)
    for name in ("good", "newer"):
        store.promote(store.find(name), "no worse than the one before", Choice.AUTOMATIC)
    return tmp_path


def keep(home: Path, name: str, scores: ModelScores, action: str = "action_answer") -> None:
    """A model that says which action it runs, and nothing else."""
    archive = home / "models" / f"{name}.tar.gz"
    archive.parent.mkdir(exist_ok=True)
    metadata = json.dumps({"domain": {"actions": [action]}}).encode()
    with tarfile.open(archive, "w:gz") as packed:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(metadata)
        packed.addfile(entry, io.BytesIO(metadata))
    ModelStore(home).keep_scores(archive, replace(scores, measured_with=measuring_name()))


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return subprocess.run(
        [str(COMMAND), *arguments],
        cwd=ROOT,
        env={**others, f"{PREFIX}HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def current(home: Path) -> str:
    archive = ModelStore(home).current()
    assert archive is not None
    return name_of(archive)


class TestList:
    def test_it_shows_every_model_and_marks_the_one_that_serves(self, home: Path) -> None:
        shown = run(home, "model", "list")
        assert shown.returncode == 0, shown.stderr
        lines = {line[2:].split()[0]: line for line in shown.stdout.splitlines()}
        assert set(lines) == {"good", "newer", "worse"}
        assert [name for name, line in lines.items() if line.startswith("*")] == ["newer"]
        assert "97.0 % of danger" in lines["worse"]


class TestPromote:
    def test_a_model_no_worse_serves_from_then_on(self, home: Path) -> None:
        assert run(home, "model", "promote", "good").returncode == 0
        assert current(home) == "good"

    def test_a_worse_one_is_refused_with_code_3_and_by_how_much(self, home: Path) -> None:
        shown = run(home, "model", "promote", "worse")
        assert shown.returncode == 3
        assert "97.0 % instead of 100.0 % (3.0 points fewer) of the dangerous messages" in shown.stderr
        assert "90.0 % instead of 100.0 % (10.0 points fewer) of the messages" in shown.stderr
        assert "Still serving with newer" in shown.stderr
        assert current(home) == "newer"

    def test_a_reason_promotes_it_and_is_kept(self, home: Path) -> None:
        assert run(home, "model", "promote", "worse", "--force", "to try it").returncode == 0
        assert current(home) == "worse"
        assert ModelStore(home).history()[-1].reason == "to try it"

    def test_an_empty_reason_is_none(self, home: Path) -> None:
        assert run(home, "model", "promote", "worse", "--force", " ").returncode == 2
        assert current(home) == "newer"

    def test_an_unknown_name_is_one_clear_sentence(self, home: Path) -> None:
        shown = run(home, "model", "promote", "nothing")
        assert shown.returncode == 1
        assert "There is no model 'nothing'" in shown.stderr
        assert "Traceback" not in shown.stderr


class TestRollback:
    def test_it_goes_back_and_no_further_than_the_first(self, home: Path) -> None:
        assert run(home, "model", "rollback").returncode == 0
        assert current(home) == "good"
        shown = run(home, "model", "rollback")
        assert shown.returncode == 1
        assert "no model before this one" in shown.stderr

    def test_it_brings_back_none_that_this_version_has_no_actions_for(self, home: Path) -> None:
        keep(home, "good", BEST, "action_of_old")
        shown = run(home, "model", "rollback")
        assert shown.returncode == 1
        assert "another version" in shown.stderr
        assert current(home) == "newer"


@pytest.mark.slow
class TestTrain:
    def test_a_worse_model_is_kept_but_not_promoted(self, home: Path, trained_model: Path) -> None:
        name = name_of(trained_model)
        keep(home, name, WORSE)
        (home / "encoder").symlink_to(KEPT / "encoder", target_is_directory=True)
        refused = run(home, "train")
        assert refused.returncode == 3
        assert f"The model {name} was not promoted, because it hears 97.0 %" in refused.stderr
        assert current(home) == "newer"
        forced = run(home, "train", "--force", "the test set is wrong")
        assert forced.returncode == 0, forced.stderr
        assert name in forced.stdout
        assert current(home) == name
        assert ModelStore(home).history()[-1].reason == "the test set is wrong"
