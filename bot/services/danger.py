"""Hears danger in a message and answers it with the card of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.domain.danger import DangerKind
from bot.domain.replies import Reply


@dataclass(frozen=True, slots=True)
class Alarm:
    """Danger that was heard."""

    kind: DangerKind
    language: str
    """Language of the message (ISO 639-1), in which the card is shown too."""


class DangerService(Protocol):
    """Hears and answers."""

    def hear(self, text: str) -> Alarm | None:
        """The danger that a message tells of, or None."""

    def replies(self, alarm: Alarm) -> list[Reply]:
        """The card."""
