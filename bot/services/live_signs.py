"""Live signs: what a channel shows for a moment and nobody keeps, such as that somebody is typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LiveSigns:
    """Knows the channels that can show them; they are added once they were built."""

    typing: dict[str, Callable[[str], Awaitable[None]]] = field(default_factory=dict)
    """Channel -> what shows at an address that somebody is typing."""

    async def show_typing(self, channel: str, address: str) -> None:
        """Show it where it can be; a web chat looks by itself."""
        show = self.typing.get(channel)
        if show is not None:
            await show(address)
