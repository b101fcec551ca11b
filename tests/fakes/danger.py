"""A danger gate that hears one word, for tests of what stands behind it."""

from __future__ import annotations

from bot.domain.danger import DangerKind
from bot.domain.replies import Button, Reply
from bot.services.danger import Alarm

CARD = "Call 999 now. If you can't speak, press 55."
NOT_NOW = Button("It isn't happening now", "/not_happening_now")


class FakeDanger:
    """Hears danger wherever somebody writes "help me now"."""

    def hear(self, text: str) -> Alarm | None:
        """An emergency, or None."""
        return Alarm(DangerKind.EMERGENCY, "en") if "help me now" in text else None

    def replies(self, alarm: Alarm) -> list[Reply]:
        """One card."""
        return [Reply(CARD, (NOT_NOW,), danger=alarm.kind.value)]
