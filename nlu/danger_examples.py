"""Reads the messages from which the opinion on danger is learned: alarms, look-alikes, everyday reports."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from nlu.danger_model import NONE
from nlu.several_examples import read_examples

# How the example files write that nobody is in danger.
_HARMLESS = frozenset({"none", "safe"})

ENGLISH = "en"
"""What a file of examples is written in, unless it says otherwise."""

# Examples of these intents tell nothing either way: some of them are urgent and some are not.
_UNCLEAR_INTENTS = frozenset({"emergency", "report_welfare_concern"})


class DangerExample(NamedTuple):
    """One message and the kind of danger in it."""

    text: str
    kind: str
    is_look_alike: bool = False
    """Written to sound like danger, not an everyday report."""
    language: str = ENGLISH
    """ISO 639-1."""


def read_danger_examples(root: Path) -> list[DangerExample]:
    """Every alarm and look-alike of data/danger/examples; examples of other intents count as no danger."""
    own = [example for file in _files(root / "data/danger/examples") for example in _read(file)]
    ordinary = [
        DangerExample(text, NONE)
        for text, intent in read_examples(root / "data/nlu")
        if intent and intent not in _UNCLEAR_INTENTS
    ]
    seen: set[str] = set()
    kept = []
    for example in [*own, *ordinary]:
        if example.text.casefold() not in seen:
            seen.add(example.text.casefold())
            kept.append(example)
    return kept


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _read(file: Path) -> Iterator[DangerExample]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    for line in content["messages"].splitlines():
        if line.strip():
            kind = NONE if content["kind"] in _HARMLESS else content["kind"]
            language = content.get("language", ENGLISH)
            yield DangerExample(line.strip(), kind, is_look_alike=kind == NONE, language=language)
