"""Takes a share of the training examples of each intent, the same ones for both sides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

FEWEST = 6
"""Examples that every intent keeps, as far as it has them."""


def thin_folder(source: Path, target: Path, keep_one_in: int) -> int:
    """Copy a folder of Rasa examples, keeping one in so many of each intent; return how many were kept.

    Raises OSError when a file can't be read or written.
    """
    target.mkdir(parents=True, exist_ok=True)
    kept = 0
    for file in sorted(source.glob("*.yml")):
        content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        entries = [thin_entry(entry, keep_one_in) for entry in content["nlu"]]
        kept += sum(len(_lines(entry)) for entry in entries if "intent" in entry)
        written = yaml.safe_dump({**content, "nlu": entries}, allow_unicode=True, sort_keys=False, width=1000)
        (target / file.name).write_text(written, encoding="utf-8")
    return kept


def thin_entry(entry: dict[str, Any], keep_one_in: int) -> dict[str, Any]:
    """One entry of a file of examples; synonyms, look-ups and expressions stay whole."""
    if "intent" not in entry:
        return entry
    return {**entry, "examples": "".join(f"{line}\n" for line in spread(_lines(entry), keep_one_in))}


def spread(lines: Sequence[str], keep_one_in: int) -> list[str]:
    """One in so many of the lines, at least FEWEST, taken evenly from the first to the last."""
    count = min(len(lines), max(FEWEST, -(-len(lines) // keep_one_in)))
    return [lines[position * len(lines) // count] for position in range(count)]


def _lines(entry: dict[str, Any]) -> list[str]:
    return [line for line in entry["examples"].splitlines() if line.strip()]
