"""A dialogue that says what a test scripted, and remembers what it was told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.domain.replies import Reply
from bot.errors import RasaUnavailableError


@dataclass(slots=True)
class Told:
    """One message that reached the dialogue."""

    tracker_id: str
    message: str
    metadata: dict[str, Any]


@dataclass(slots=True)
class FakeRasa:
    """Fills the place of `bot.gateways.rasa.Rasa`."""

    answers: dict[str, list[Reply]] = field(default_factory=dict)
    """What is said to a message; anything else gets `otherwise`."""
    otherwise: list[Reply] = field(default_factory=lambda: [Reply("Where is it?")])
    told: list[Told] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    is_down: bool = False
    hold: asyncio.Event | None = None
    """When set, answers wait for it."""

    async def send(self, tracker_id: str, message: str, metadata: dict[str, Any]) -> list[Reply]:
        """Answer as scripted."""
        if self.is_down:
            raise RasaUnavailableError("down in this test")
        self.told.append(Told(tracker_id, message, metadata))
        if self.hold is not None:
            await self.hold.wait()
        return self.answers.get(message, self.otherwise)

    async def forget(self, tracker_id: str) -> None:
        """Remember what was to be forgotten."""
        if self.is_down:
            raise RasaUnavailableError("down in this test")
        self.forgotten.append(tracker_id)

    async def is_ready(self) -> bool:
        """Whether it would answer."""
        return not self.is_down
