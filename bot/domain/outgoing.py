"""What goes out over a channel that has to be pushed to, and who pushes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from bot.domain.replies import Reply


class Priority(IntEnum):
    """What goes first to one address, and first of all that waits; less is sooner."""

    DANGER = 0
    ANSWER = 10
    BROADCAST = 20


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to somebody."""

    key: str
    """Says which message it is: one with the same key is never sent twice."""
    channel: str
    address: str
    """The channel's key for the person, group or channel."""
    reply: Reply


class Sends(Protocol):
    """A channel's way of delivering."""

    async def send(self, outgoing: Outgoing) -> str:
        """Deliver it and return the channel's key for the delivered message; raises DeliveryError."""
