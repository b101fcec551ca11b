"""Measures a model on the evaluation messages, by the very parts that serve residents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.domain.model_review import ModelScores
from bot.errors import ModelError
from bot.services.understanding import HearsDanger, ReadsMessages
from bot.settings import ROOT

EVALUATION = ROOT / "nlu" / "evaluation"
_INTENTS = "intents.jsonl"
_DANGER = ("danger_tuning.jsonl", "danger_held_out.jsonl")
# What scores hang on besides the model: the messages, the gate, and the code that reads. A change of any
# makes older scores incomparable, so a model is never blamed for it.
_MEASURED_WITH = (
    *("nlu/evaluation/intents.jsonl", "nlu/evaluation/danger_*.jsonl", "nlu/*.py", "nlu/*.npz", "nlu/*.txt"),
    *("nlu/*.json", "data/danger/*.yml", "bot/domain/danger*.py", "bot/domain/clauses.py"),
)


def measure_model(
    read: ReadsMessages,
    danger: HearsDanger,
    say: Callable[[str], None],
    folder: Path = EVALUATION,
    root: Path = ROOT,
) -> ModelScores:
    """Read every message once and count; about ten seconds on one core.

    Only counts leave this function: the messages of the held-out half must not be seen by whoever tunes.
    Raises ModelError when the evaluation messages are missing or broken.
    """
    intents = _rows(folder / _INTENTS, "label")
    listened = [row for name in _DANGER for row in _rows(folder / name, "kind")]
    say(f"Measuring the model on {len(intents):,} messages and {len(listened):,} about danger ...")
    right = [read.read(row["text"]).ranking[0][0] == row["label"] for row in intents]
    heard = [(row["kind"] is not None, danger.hear(row["text"]) is not None) for row in listened]
    return ModelScores(
        accuracy=_share(right),
        danger_recall=_share([alarm for is_danger, alarm in heard if is_danger]),
        false_alarms=_share([alarm for is_danger, alarm in heard if not is_danger]),
        measured_with=measuring_name(root),
    )


def measuring_name(root: Path = ROOT) -> str:
    """Sixteen hex digits over all that scores hang on besides the model."""
    digest = hashlib.sha256()
    for file in sorted(_measured_with(root)):
        digest.update(str(file.relative_to(root)).encode() + b"\0")
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _measured_with(root: Path) -> Iterator[Path]:
    for pattern in _MEASURED_WITH:
        yield from root.glob(pattern)


def _rows(file: Path, answer: str) -> list[dict[str, Any]]:
    rows = []
    try:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str) or answer not in row:
                raise ModelError(f"{file.name}, line {number}: not a labelled message.")
            rows.append(row)
    except (OSError, ValueError) as error:
        # The kind of error only: a decoder's message would quote the line.
        raise ModelError(f"The model can't be measured: {file.name} ({type(error).__name__}).") from None
    return rows


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 0.0
