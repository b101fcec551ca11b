"""An understanding that makes nothing of any message, for tests that need a place to put one."""

from __future__ import annotations

from bot.domain.understanding import NextAction, Understanding


class FakeUnderstanding:
    """Never sure of anything."""

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        """Nothing was understood."""
        return Understanding(
            danger=None,
            action=NextAction.CLARIFY,
            intent="out_of_scope",
            confidence=0.0,
            ranking=(),
            concerns=(),
            place=None,
        )
