"""Hears danger in a message, by the gate or by the encoder, and answers it with the card of its kind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.danger import DangerGate, DangerKind
from bot.domain.danger_cards import NOT_HAPPENING, DangerCards
from bot.domain.replies import Button, Reply

_log = logging.getLogger(__name__)
_FEWEST_WORDS = 3

#: Kind and confidence where the encoder is sure enough that a message tells of danger, else None.
type Opinion = Callable[[str], tuple[DangerKind, float] | None]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Danger that was heard."""

    kind: DangerKind
    language: str
    """Language of the message (ISO 639-1), in which the card is shown too."""


class DangerService:
    """Hears and answers. The gate needs nothing; the opinion is one more pair of ears."""

    def __init__(self, gate: DangerGate, opinion: Opinion | None, cards: DangerCards) -> None:
        """`opinion` is None where there is no model."""
        self._gate = gate
        self._opinion = opinion
        self._cards = cards

    def hear(self, text: str) -> Alarm | None:
        """The danger that a message tells of, or None; either pair of ears is enough."""
        found = self._gate.listen(text)
        if found is not None:
            return Alarm(found.kind, found.language)
        thought = self._ask_opinion(text)
        return Alarm(thought, self._gate.language_of(text)) if thought else None

    def replies(self, alarm: Alarm) -> list[Reply]:
        """The card, with the button by which the person can go on."""
        *first, last = self._cards.messages(alarm.kind, alarm.language)
        button = Button(self._cards.button(alarm.language), NOT_HAPPENING)
        kind = alarm.kind.value
        return [
            *(Reply(text, danger=kind) for text in first),
            Reply(last, buttons=(button,), danger=kind),
        ]

    def _ask_opinion(self, text: str) -> DangerKind | None:
        # A word or two is an answer to a question: what it means hangs on the question, not on the words.
        if self._opinion is None or len(text.split()) < _FEWEST_WORDS:
            return None
        try:
            thought = self._opinion(text)
        except Exception as error:  # noqa: BLE001 - whatever fails in the model, the gate's word stands
            # Only the kind of error: its message could hold what the resident wrote.
            _log.warning("the model gave no opinion on danger: %s", type(error).__name__)
            return None
        return thought[0] if thought else None
