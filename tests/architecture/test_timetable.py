"""Each job of the timetable is done by exactly one module of bot/jobs."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from bot.jobs import timetable
from bot.jobs.timetable import TIMETABLE

JOBS = Path(timetable.__file__).parent


def names_of(file: Path) -> list[str]:
    """The jobs that the `by_name` of a module has functions for."""
    functions = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == "by_name"
    ]
    keys = [
        key.id
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Name)
    ]
    return [getattr(timetable, key) for key in keys]


def test_each_job_is_somebodys_and_nobody_has_others() -> None:
    found = Counter(name for file in JOBS.glob("*.py") for name in names_of(file))
    assert found == Counter(TIMETABLE.keys())
