"""The trained models that are kept, and how the one in use came to be it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.domain.model_review import ModelScores

ARCHIVE_SUFFIX = ".tar.gz"


class Choice(StrEnum):
    """How a model came to be the current one."""

    AUTOMATIC = "automatic"
    """It was newly trained and nothing spoke against it."""
    BY_HAND = "by_hand"
    """Somebody asked for it."""
    RETURN = "return"
    """Another one was undone."""


@dataclass(frozen=True, slots=True)
class KeptModel:
    """One trained model."""

    name: str
    made_at: datetime
    scores: ModelScores | None
    """None where it was never measured."""
    is_current: bool


@dataclass(frozen=True, slots=True)
class Promotion:
    """A model that became the current one."""

    at: datetime
    name: str
    reason: str
    choice: Choice


def name_of(archive: Path) -> str:
    """A model's name, which is the hash of what it was trained from, by its archive."""
    return archive.name.removesuffix(ARCHIVE_SUFFIX)


def find_previous(history: Sequence[Promotion], current: str, kept: frozenset[str]) -> str | None:
    """The model before the current one, or None; one that was undone doesn't count, nor one no longer kept.

    `history` is oldest first.
    """
    line: list[str] = []
    for promotion in history:
        if promotion.choice is Choice.RETURN and promotion.name in line:
            del line[_last(line, promotion.name) + 1 :]
        elif not line or line[-1] != promotion.name:
            line.append(promotion.name)
    if current in line:
        del line[_last(line, current) :]
    return next((name for name in reversed(line) if name in kept and name != current), None)


def find_rejection(history: Sequence[Promotion], name: str) -> Promotion | None:
    """The promotion by which somebody left this model for another, if that still stands.

    Training finds the same model again for the same content; what was undone must not come back by itself.
    """
    last = history[-1] if history else None
    if last is None or last.choice is Choice.AUTOMATIC or last.name == name:
        return None
    return last if any(promotion.name == name for promotion in history[:-1]) else None


def _last(line: Sequence[str], name: str) -> int:
    return len(line) - 1 - line[::-1].index(name)
