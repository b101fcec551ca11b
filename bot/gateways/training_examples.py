"""Writes the examples that staff approved where the training looks for them: in the home folder."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import yaml

FOLDER, FILE = "training", "approved.yml"


def write_examples(home: Path, examples: Iterable[tuple[str, str]]) -> None:
    """Write label and text of each, sorted: the same ones make the same model. None leaves no file."""
    file = home / FOLDER / FILE
    listed = sorted(examples)
    if not listed:
        file.unlink(missing_ok=True)
        return
    body = {
        "version": "3.1",
        "nlu": [
            {"intent": label, "examples": "".join(f"- {text}\n" for _, text in group)}
            for label, group in groupby(listed, key=itemgetter(0))
        ],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".new")
    aside.write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False), encoding="utf-8")
    aside.replace(file)
