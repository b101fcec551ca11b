"""What a channel that is pushed to has to be able to do: act on what it was sent, and deliver."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.outgoing import Outgoing, Sends
from bot.domain.replies import Reply


class TakesUpdates(Protocol):
    """A channel's way of acting on what it was sent."""

    async def take(self, content: dict[str, Any]) -> None:
        """Act on one stored update, as the channel got it; the same one again must change nothing more.

        Whatever it raises makes the update be tried again later, and after some tries be given to staff;
        `bot.errors.NotYetError` only makes it, and what the same person sent after it, wait.
        """


class ChangesSent(Protocol):
    """A channel's way of changing what it delivered."""

    async def change(self, outgoing: Outgoing, external_id: str, before: Reply) -> str:
        """Have a delivered message, which says `before`, say what `outgoing` says; raises DeliveryError.

        Returns the channel's key for it, which is another one where it had to be delivered anew.
        """

    async def remove(self, outgoing: Outgoing, external_id: str, before: Reply) -> None:
        """Delete a delivered message, or strike it through where that can't be done; raises DeliveryError."""


@dataclass(frozen=True, slots=True)
class PushedChannel:
    """A channel whose answers are pushed, and whose updates are stored before they are acted on."""

    name: str
    takes: TakesUpdates
    sends: Sends
    changes: ChangesSent | None = None
    """Its way of changing what it delivered, if it has one."""
    show_typing: Callable[[str], Awaitable[None]] | None = None
    """Shows at an address, for some seconds, that somebody is typing, if it can; raises nothing."""
    listening: Callable[[], AbstractAsyncContextManager[None]] = nullcontext
    """Entered while the hub serves: where updates are fetched and stored; sending goes on until its end."""
