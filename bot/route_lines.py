"""The lines of `local-focus route --jsonl`: one message each, reported on in their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

type Report = Callable[[str, str | None, str | None], dict[str, Any]]
"""What becomes of a message, from its text, its id and the place that was given apart from it."""


def report_lines(
    lines: Iterable[str],
    report: Report,
    show: Callable[[dict[str, Any]], None],
    warn: Callable[[str], None],
) -> bool:
    """Show the report on every line; False when one could not be read, which is named and left out."""
    is_good = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        asked = _read(line)
        if asked is None:
            is_good = False
            warn(f'line {number} was left out: expected {{"id": ..., "text": "..."}}, with "place" as text')
        else:
            show(report(asked["text"], asked.get("id"), asked.get("place")))
    return is_good


def _read(line: str) -> dict[str, Any] | None:
    """What a line asks, or None when it isn't as it should be."""
    try:
        asked = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return None
    return asked if isinstance(asked.get("place"), str | None) else None
