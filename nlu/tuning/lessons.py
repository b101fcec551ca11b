"""What the encoder is taught: every example with its intent, its kind of danger, or both."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.danger_examples import ENGLISH, read_danger_examples
from nlu.encoder.changes import is_left_out
from nlu.several_examples import read_examples

_NO_LABEL = -1


@dataclass(frozen=True)
class Lessons:
    """Examples side by side with what they are examples of."""

    texts: list[str]
    intents: np.ndarray
    """Number of each one's intent, -1 where it has none."""
    dangers: np.ndarray
    """Number of each one's kind of danger, one of them being none; -1 where it says nothing about that."""
    left_out: np.ndarray
    """True for those that are measured on and never learned from."""


def read_lessons(root: Path) -> Lessons:
    """All examples of data/nlu and data/danger/examples. Raises OSError."""
    intents = {text: intent for text, intent in read_examples(root / "data" / "nlu") if intent}
    # Of other languages the encoder knows too little to learn from them.
    examples = [example for example in read_danger_examples(root) if example.language == ENGLISH]
    dangers = {example.text: example.kind for example in examples}
    texts = sorted(intents.keys() | dangers.keys())
    return Lessons(
        texts=texts,
        intents=_numbers(texts, intents),
        dangers=_numbers(texts, dangers),
        left_out=np.array([is_left_out(text) for text in texts]),
    )


def _numbers(texts: list[str], labels: dict[str, str]) -> np.ndarray:
    names = sorted(set(labels.values()))
    return np.array([names.index(labels[text]) if text in labels else _NO_LABEL for text in texts])
