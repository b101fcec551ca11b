"""The life of a model: trained, measured, compared with the one in use, promoted or refused, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.model_review import ModelScores, find_objection
from bot.domain.models import Choice, Promotion, find_rejection, name_of
from bot.errors import ModelError


class KeepsModels(Protocol):
    """Where the models are kept."""

    def current(self) -> Path | None: ...
    def find(self, name: str) -> Path: ...
    def promote(self, archive: Path, reason: str, choice: Choice) -> None: ...
    def history(self) -> list[Promotion]: ...
    def before_current(self) -> Path: ...
    def rollback(self, reason: str) -> Path: ...
    def scores(self, archive: Path) -> ModelScores | None: ...
    def keep_scores(self, archive: Path, scores: ModelScores) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a model."""

    model: Path
    """The model that was to be promoted."""
    serving: Path
    """The model in use after that."""
    objection: str | None
    """Why it was refused, as a clause; None when it is in use now."""

    @property
    def refusal(self) -> str:
        """The objection as a sentence, with what can be done about it."""
        return (
            f"The model {name_of(self.model)} was not promoted, because {self.objection}. "
            f"Still serving with {name_of(self.serving)}. "
            f'`local-focus model promote {name_of(self.model)} --force "reason"` takes it all the same.'
        )


@dataclass(frozen=True, slots=True)
class ModelLife:
    """Decides which model serves residents; switching a running product is the follower's work."""

    store: KeepsModels
    train: Callable[[bool], Path]
    """The model of the present content, trained if there is none or if told to; raises ModelError."""
    measure: Callable[[Path], ModelScores]
    """Raises ModelError when the model can't be opened or measured."""
    is_answered: Callable[[Path], bool]
    """Whether this version of the hub has all the actions that the model would have it run."""
    measuring_name: Callable[[], str]
    """Names what `measure` measures with at present."""
    say: Callable[[str], None]

    def settle(self, *, again: bool = False, force: str | None = None) -> Outcome:
        """Train if need be and promote what comes of it, unless something speaks against it.

        `again` trains although nothing has changed; `force` is the reason to promote in spite of everything.
        Raises ModelError when there is no model to serve with.
        """
        made = self.train(again)
        current = self.store.current()
        if made == current:
            if again or self.store.scores(made) is None:
                self._measure(made)
            if again:
                # Touches the pointer: a running product takes the new archive of the same name.
                self.store.promote(made, force or "trained again", Choice.AUTOMATIC)
            return Outcome(made, made, None)
        if again:
            self._measure(made)
        return self._promote(made, force, Choice.AUTOMATIC)

    def promote(self, name: str, force: str | None = None) -> Outcome:
        """Make a kept model the current one, unless something speaks against it and no reason is given.

        Raises NotFoundError, ModelError when it can't be opened.
        """
        archive = self.store.find(name)
        if archive == self.store.current():
            return Outcome(archive, archive, None)
        return self._promote(archive, force, Choice.BY_HAND)

    def _promote(self, archive: Path, force: str | None, choice: Choice) -> Outcome:
        current = self.store.current()
        new = self._fresh_scores(archive) if current else self.store.scores(archive) or self._measure(archive)
        if current is None:
            self.store.promote(archive, force or "the first model", choice)
            return Outcome(archive, archive, None)
        if not self.is_answered(archive):
            # No reason makes a dialogue work whose actions nobody runs.
            return Outcome(archive, current, "its dialogue was made for another version of the hub")
        if not self.is_answered(current):
            reason = "the one before was made for another version of the hub"
            self.store.promote(archive, force or reason, choice)
            return Outcome(archive, archive, None)
        objection = self._left_for_another(archive, choice) or self._worse(new, current)
        if objection and not force:
            return Outcome(archive, current, objection)
        self.store.promote(
            archive, force or "no worse than the one before", Choice.BY_HAND if force else choice
        )
        return Outcome(archive, archive, None)

    def roll_back(self, reason: str) -> Path:
        """Go back to the model before the current one and return it.

        Raises ModelError if there is none, or if this version of the hub can't serve with it.
        """
        before = self.store.before_current()
        if not self.is_answered(before):
            raise ModelError(
                f"The model {name_of(before)} can't be brought back: its dialogue was made for another "
                "version of the hub."
            )
        return self.store.rollback(reason)

    def _left_for_another(self, archive: Path, choice: Choice) -> str | None:
        if choice is Choice.BY_HAND:
            return None
        left = find_rejection(self.store.history(), name_of(archive))
        return f"it was left for {left.name} on {left.at:%d %B %Y} ({left.reason})" if left else None

    def _worse(self, new: ModelScores, current: Path) -> str | None:
        try:
            return find_objection(new, self._fresh_scores(current))
        except ModelError as error:
            self.say(f"{error} It can't be compared and gives way to the new one.")
            return None

    def _fresh_scores(self, archive: Path) -> ModelScores:
        """Scores that compare: measured with the present messages and code."""
        kept = self.store.scores(archive)
        if kept is not None and kept.measured_with == self.measuring_name():
            return kept
        return self._measure(archive)

    def _measure(self, archive: Path) -> ModelScores:
        scores = self.measure(archive)
        self.store.keep_scores(archive, scores)
        self.say(f"The model {scores}.")
        return scores
