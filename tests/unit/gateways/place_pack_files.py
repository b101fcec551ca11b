"""A copy of the small pack in a folder of the test's own, to be spoiled."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

WESTSHIRE = Path(__file__).parents[2] / "packs" / "westshire"
WESTSHIRE_AREAS = {"northvale": "westshire", "southvale": "westshire"}
TODAY = date(2026, 11, 22)


def copy_pack(folder: Path) -> Path:
    """The pack's copy inside `folder`."""
    return Path(shutil.copytree(WESTSHIRE, folder / "pack"))


def replace_text(file: Path, old: str, new: str) -> int:
    """Replaces the first `old`, which must be there, and returns its line."""
    text = file.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old!r} is not in {file.name}"
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1
