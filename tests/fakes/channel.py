"""A channel that is pushed to, without a network: it remembers what it delivered, and fails when told to."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from bot.domain.outgoing import Outgoing
from bot.domain.replies import Incoming
from bot.services.conversations import ConversationService

CHANNEL = "chat"


@dataclass(slots=True)
class FakeChannel:
    """Takes updates of the form {"id", "from", "text", "payload"}, for the conversation if it has one."""

    conversations: ConversationService | None = None
    delivered: list[Outgoing] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    errors: deque[Exception] = field(default_factory=deque)
    """What sending or taking fails with, one after another; then it works."""
    hold: asyncio.Event | None = None
    """When set, sending and taking wait for it."""

    async def send(self, outgoing: Outgoing) -> str:
        """Deliver it, and call it by its number."""
        await self._go_through()
        self.delivered.append(outgoing)
        return f"delivered-{len(self.delivered)}"

    async def take(self, content: dict[str, Any]) -> None:
        """Give it to the conversation."""
        await self._go_through()
        self.taken.append(content["id"])
        if self.conversations is not None:
            said = Incoming(CHANNEL, content["from"], content["id"], content["text"], content["payload"])
            await self.conversations.receive(said)

    @property
    def texts(self) -> list[str]:
        """What was delivered, in order."""
        return [outgoing.reply.text for outgoing in self.delivered]

    async def _go_through(self) -> None:
        if self.hold is not None:
            await self.hold.wait()
        if self.errors:
            raise self.errors.popleft()
