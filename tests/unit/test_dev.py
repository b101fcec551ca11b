"""The one door, where there is no browser or no room to build: what it tries, and what it says last."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.mark.expression import Expression

from bot.settings import ROOT

# Stands in for the hub's Python: notes what it is asked to run, and finds a browser only once it was fetched.
PYTHON = r"""#!/bin/sh
echo "$@" >> "$CALLS"
case "$*" in
  *playwright\ install*) [ -n "$CAN_FETCH" ] && touch "$CALLS.fetched"; exit 1 ;;
  *tests.browser.chromium*) [ -e "$CALLS.fetched" ] ;;
  *nlu.training*) [ -z "$CANT_TRAIN" ] || { echo "no examples"; exit 1; } ;;
  *pytest*) case "$*" in *"$FAILS"*) [ -z "$FAILS" ] ;; esac ;;
esac
"""


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`dev`, with every program replaced by one that only notes that it ran."""
    loader = importlib.machinery.SourceFileLoader("dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    python = tmp_path / "python"
    python.write_text(PYTHON, encoding="ascii")
    python.chmod(0o755)
    (tmp_path / "calls").touch()
    module.ENVIRONMENT["CALLS"] = str(tmp_path / "calls")
    monkeypatch.setattr(module, "hub", lambda _program: str(python))
    monkeypatch.setattr(module, "nlu", lambda _program: str(python))
    monkeypatch.setattr(module, "lint", lambda: None)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return module


def calls(folder: Path) -> str:
    return (folder / "calls").read_text(encoding="utf-8")


class TestBrowser:
    def test_without_one_the_last_line_says_what_was_left_out_and_how_to_get_one(
        self, dev: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            dev.test([])
        assert ended.value.code == 0
        assert "playwright install chromium" in calls(tmp_path)
        last = capsys.readouterr().out.splitlines()[-1]
        assert "browser tests were left out" in last
        assert "apt-get install chromium" in last

    def test_playwrights_own_download_is_enough(
        self, dev: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        dev.ENVIRONMENT["CAN_FETCH"] = "yes"
        with pytest.raises(SystemExit) as ended:
            dev.test([])
        assert ended.value.code == 0
        assert "left out" not in capsys.readouterr().out

    def test_in_continuous_integration_it_is_a_failure(
        self, dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CI", "true")
        with pytest.raises(SystemExit) as ended:
            dev.test([])
        assert "can't run" in str(ended.value.code)
        assert "pytest" not in calls(tmp_path)

    def test_whoever_names_tests_is_not_asked_for_one(self, dev: ModuleType, tmp_path: Path) -> None:
        with pytest.raises(SystemExit):
            dev.test(["tests/unit"])
        assert calls(tmp_path).split() == ["-m", "pytest", "tests/unit"]


class TestParts:
    def test_a_model_that_can_not_be_trained_fails_the_whole_before_any_round(
        self, dev: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        dev.ENVIRONMENT["CANT_TRAIN"] = "yes"
        with pytest.raises(SystemExit) as ended:
            dev.test([])
        assert "could not be trained" in str(ended.value.code)
        assert "no examples" in capsys.readouterr().out
        assert "loadfile" not in calls(tmp_path)

    @pytest.mark.parametrize("part", ["tests/nlu", "loadfile", "loadgroup", "-m alone"])
    def test_a_part_that_fails_fails_the_whole(self, dev: ModuleType, part: str) -> None:
        dev.ENVIRONMENT["FAILS"] = part
        with pytest.raises(SystemExit) as ended:
            dev.test([])
        assert ended.value.code == 1

    @pytest.mark.parametrize("marks", ["", "browser", "rasa", "alone", "rasa alone", "slow"])
    def test_each_test_is_in_one_round(self, dev: ModuleType, marks: str) -> None:
        wants = [Expression.compile(parts[parts.index("-m") + 1]) for parts in dev.TEST_ROUNDS]
        assert sum(want.evaluate(lambda name, **_: name in marks.split()) for want in wants) == 1


class TestFolder:
    def test_one_that_is_not_ours_is_one_sentence(
        self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Everything is writable for root, who may be running this.
        monkeypatch.setattr(os, "access", lambda _path, _mode: False)
        with pytest.raises(SystemExit) as ended:
            dev.check_folder()
        assert "Can't write to" in str(ended.value.code)

    def test_a_full_disk_is_one_sentence(self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dev, "NEEDED_BYTES", 1 << 60)
        with pytest.raises(SystemExit) as ended:
            dev.check_folder()
        assert "nearly full" in str(ended.value.code)

    @pytest.mark.parametrize(("is_there", "word"), [(0, "package index"), (1, "Python 3.12 is missing")])
    def test_what_is_missing_is_named(
        self, dev: ModuleType, tmp_path: Path, is_there: int, word: str
    ) -> None:
        tool = tmp_path / "uv"
        tool.write_text(f"#!/bin/sh\nexit {is_there}\n", encoding="ascii")
        tool.chmod(0o755)
        assert word in dev.why_not_built(str(tool), "the hub's environment")
