"""Tells which button is meant by an answer in the resident's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.cue_phrases import CuePhrase, PhraseIndex, list_clauses
from bot.domain.drafts import Step

#: Longer messages tell something rather than choose.
_MOST_WORDS = 8


@dataclass(frozen=True)
class AnswerCues:
    """The phrases for each button of each step."""

    phrases: Mapping[Step, Mapping[str, Iterable[CuePhrase]]] = field(default_factory=dict)
    negations: Sequence[CuePhrase] = ()
    without_name: Sequence[CuePhrase] = ()
    """What says anywhere in a report that somebody doesn't want to be named."""

    def find(self, step: Step, text: str, shown: Collection[str]) -> str | None:
        """What the one button stands for that the words mean, of those shown at the step; else None."""
        if not text.strip() or len(text.split()) > _MOST_WORDS or text.rstrip().endswith("?"):
            return None
        said = self._index.find(list_clauses(text))
        meant = [value for at, value in said if at is step and value in shown]
        return meant[0] if len(meant) == 1 else None

    def wants_no_name(self, text: str) -> bool:
        """Whether somebody says, rather than asks, that they want to be anonymous."""
        said = [words for words in list_clauses(text) if words]
        return not text.rstrip().endswith("?") and bool(self._no_name.find(said))

    @cached_property
    def _no_name(self) -> PhraseIndex[str]:
        # "I don't want to be anonymous" wants the opposite.
        return PhraseIndex({"": self.without_name}, self.negations)

    @cached_property
    def _index(self) -> PhraseIndex[tuple[Step, str]]:
        return PhraseIndex(
            {
                (step, value): phrases
                for step, values in self.phrases.items()
                for value, phrases in values.items()
            },
            self.negations,
        )
