"""Messages of one concern and of several, told or made of training examples, for nlu.several_training."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.domain.clauses import count_words, split_clauses

_STORIES_EACH = 60
_JOINED_EACH = 400
_SHORT = range(3, 23)
_JOINTS = (". ", ", ", " and ", " and now ", " also ", ". Also, ", "\n", " plus ", " then ", " - ", " ", "; ")


type Labelled = tuple[str, str, frozenset[str]]
"""Kind of message, text, and the intents in it."""


def long_stories(reports: list[tuple[str, str]], chance: random.Random) -> Iterator[Labelled]:
    """Examples of more than one clause, as many of each category."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for text, intent in reports:
        if len(split_clauses(text)) > 1:
            by_intent[intent].append(text)
    for intent, texts in by_intent.items():
        for text in chance.sample(texts, min(len(texts), _STORIES_EACH)):
            yield "story", text, frozenset({intent})


def joined_examples(reports: list[tuple[str, str]], chance: random.Random) -> Iterator[Labelled]:
    """Two or three short examples of different categories in one message."""
    short = [(text, intent) for text, intent in reports if count_words(text) in _SHORT]
    for _ in range(_JOINED_EACH):
        picked = dict(reversed(pair) for pair in chance.sample(short, chance.choice((2, 2, 3))))
        message = ""
        for text in picked.values():
            joint = chance.choice(_JOINTS) if message else ""
            message = (
                message.rstrip(".!?")
                + joint
                + (text if "." in joint or not joint else text[0].lower() + text[1:])
            )
        yield "joined", message, frozenset(picked)


def read_told(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every message of data/several with its categories, the main one first.

    Raises OSError, ValueError and KeyError.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["text"], tuple(row["labels"])


def read_examples(folder: Path) -> Iterator[tuple[str, str]]:
    """Every training example with its intent. Raises OSError."""
    # The parser written in C is ten times as quick, where it is there.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in sorted(folder.glob("*.yml")):
        for group in yaml.load(file.read_text(encoding="utf-8"), Loader=loader)["nlu"]:  # noqa: S506
            for line in group.get("examples", "").splitlines():
                if text := line.strip().removeprefix("- ").strip():
                    yield text, group.get("intent", "")
