"""Programs are weighed with all that they start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.errors import BenchError
from bench.processes import Program, run_and_weigh

_HOLD = "import sys, time; held = bytearray(30_000_000); time.sleep(0.4)"
_WITH_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_HOLD!r}])"


def _python(code: str, folder: Path) -> Program:
    return Program([sys.executable, "-c", code], folder, {}, folder / "log")


def test_the_most_is_told_with_what_its_children_held(tmp_path: Path) -> None:
    assert 30 < run_and_weigh(_python(_WITH_CHILD, tmp_path)) < 60


def test_a_program_that_fails_says_so(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="failed with code 3"):
        run_and_weigh(_python("raise SystemExit(3)", tmp_path))
