"""Somebody who answers a survey in the chat, through its programs' door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

OPEN = '/choose{"value": "survey:open:lamps"}'

type NewResident = Callable[[], Awaitable[Resident]]


@dataclass(slots=True)
class Resident:
    """One person with one conversation."""

    client: httpx.AsyncClient
    replies: list[dict[str, Any]] = field(default_factory=list)
    """What was said to the latest message."""
    count: int = 0

    async def say(self, text: str = "", payload: str | None = None, key: str | None = None) -> str:
        """Say or press something; all that is answered."""
        self.count += 1
        said = {"payload": payload} if payload else {"text": text}
        body = {**said, "id": key or f"m{self.count}"}
        response = await self.client.post("/api/chat/messages", json=body)
        assert response.status_code == 200, response.text
        self.replies = response.json()["messages"]
        return "\n".join(reply["text"] for reply in self.replies)

    async def press(self, title: str) -> str:
        """Press a button of the latest answer."""
        buttons = {b["title"]: b["payload"] for reply in self.replies for b in reply["buttons"]}
        return await self.say(payload=buttons[title])

    async def start(self) -> str:
        """Come by the link on a poster."""
        return await self.say(payload=OPEN)
