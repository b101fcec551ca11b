"""Keeps the trained models: which one is in use, how each scored, and the history of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.model_review import ModelScores
from bot.domain.models import ARCHIVE_SUFFIX, Choice, KeptModel, Promotion, find_previous, name_of
from bot.errors import ModelError, NotFoundError

MODELS_FOLDER = "models"
_POINTER = "current-model"
_HISTORY = "model-history.jsonl"


class ModelStore:
    """The models under a home folder. Several processes may use it at once."""

    def __init__(self, home: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder = home / MODELS_FOLDER
        # Beside the models and not among them, so that several homes may share what was trained.
        self._pointer = home / _POINTER
        self._history = home / _HISTORY
        self._now = now

    def list_models(self) -> list[KeptModel]:
        """Every model, newest first."""
        archives = sorted(self._folder.glob(f"*{ARCHIVE_SUFFIX}"), key=_made, reverse=True)
        current = self.current()
        return [
            KeptModel(
                name=name_of(archive),
                made_at=datetime.fromtimestamp(_made(archive), UTC),
                scores=self.scores(archive),
                is_current=archive == current,
            )
            for archive in archives
        ]

    def current(self) -> Path | None:
        """Archive of the model in use, or None before the first promotion or when it was deleted."""
        try:
            archive = self._archive(self._pointer.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            return None
        return archive if archive.is_file() else None

    def find(self, name: str) -> Path:
        """The archive of that name; raises NotFoundError."""
        archive = next((a for a in self._folder.glob(f"*{ARCHIVE_SUFFIX}") if name_of(a) == name), None)
        if archive is None:
            raise NotFoundError(
                f"There is no model {name!r}: `local-focus model list` shows those there are."
            )
        return archive

    def promote(self, archive: Path, reason: str, choice: Choice) -> None:
        """Make this the model in use. Raises OSError when the home folder can't be written."""
        name = name_of(archive)
        entry = {"at": self._now().isoformat(), "name": name, "reason": reason, "choice": choice.value}
        with self._history.open("a", encoding="utf-8") as history:
            history.write(json.dumps(entry, ensure_ascii=False) + "\n")
        # Moved in whole: whoever looks meanwhile sees the old name or the new one.
        fresh = self._pointer.with_name(f".{_POINTER}.{os.getpid()}")
        fresh.write_text(name + "\n", encoding="ascii")
        fresh.replace(self._pointer)

    def before_current(self) -> Path:
        """Archive of the model in use before the current one; raises ModelError if there is none."""
        current = self.current()
        kept = frozenset(name_of(archive) for archive in self._folder.glob(f"*{ARCHIVE_SUFFIX}"))
        name = find_previous(self.history(), name_of(current), kept) if current else None
        if name is None:
            raise ModelError("There is no model before this one to go back to.")
        return self._archive(name)

    def rollback(self, reason: str) -> Path:
        """Go back to the model before the current one and return it; raises ModelError if there is none."""
        archive = self.before_current()
        self.promote(archive, reason, Choice.RETURN)
        return archive

    def history(self) -> list[Promotion]:
        """Every promotion, oldest first; a line cut short by a crash is left out."""
        try:
            lines = self._history.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [promotion for line in lines if (promotion := _promotion(line)) is not None]

    def mark(self) -> int | None:
        """Changes with every promotion; cheap enough to be asked every second."""
        try:
            return self._pointer.stat().st_mtime_ns
        except FileNotFoundError:
            return None

    def scores(self, archive: Path) -> ModelScores | None:
        """How the model scored when it was last measured, or None."""
        try:
            kept = json.loads(self._scores_file(archive).read_text(encoding="utf-8"))
            return ModelScores(**kept)
        except (OSError, ValueError, TypeError):
            return None

    def keep_scores(self, archive: Path, scores: ModelScores) -> None:
        """Write the scores beside the model. Raises OSError when the folder can't be written."""
        file = self._scores_file(archive)
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        fresh.write_text(json.dumps(asdict(scores), indent=1) + "\n", encoding="utf-8")
        fresh.replace(file)

    def _archive(self, name: str) -> Path:
        return self._folder / f"{name}{ARCHIVE_SUFFIX}"

    def _scores_file(self, archive: Path) -> Path:
        return self._folder / f"{name_of(archive)}.scores.json"


def _made(archive: Path) -> float:
    return archive.stat().st_mtime


def _promotion(line: str) -> Promotion | None:
    try:
        kept = json.loads(line)
        return Promotion(
            datetime.fromisoformat(kept["at"]), kept["name"], kept["reason"], Choice(kept["choice"])
        )
    except (ValueError, TypeError, KeyError):
        return None
