"""Ears for danger that know a few words, for tests of what stands behind them."""

from __future__ import annotations

from bot.domain.danger import DangerKind
from bot.domain.replies import Button, Reply
from bot.services.danger import Alarm

CARD = "Call 999 now. If you can't speak, press 55."
NOT_NOW = Button("It isn't happening now", "/not_happening_now")


HEARD = {
    "help me now": Alarm(DangerKind.EMERGENCY, "en"),
    "dark thoughts": Alarm(DangerKind.SUICIDE_SELF_HARM, "en"),
    "sounds bad": Alarm(DangerKind.MEDICAL, "en", is_opinion=True),
}
"""What is danger by the gate, and "sounds bad" by the model alone."""


class FakeDanger:
    """Hears danger wherever somebody writes certain words."""

    def hear(self, text: str) -> Alarm | None:
        """The alarm of the first words that are in the text, or None."""
        return next((alarm for words, alarm in HEARD.items() if words in text), None)

    def replies(self, alarm: Alarm) -> list[Reply]:
        """One card."""
        return [Reply(CARD, (NOT_NOW,), danger=alarm.kind.value)]
