"""A resident who talks with the product over its JSON interface, and remembers what it said last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.conversations.product import PATIENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that came back for one message."""

    messages: tuple[dict[str, Any], ...]
    concern: dict[str, Any] | None

    @property
    def text(self) -> str:
        """All of it as one text."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def last(self) -> str:
        """The last message: the question, when one is asked."""
        return str(self.messages[-1]["text"]) if self.messages else ""

    @property
    def is_danger(self) -> bool:
        """Whether a card tells what to do in danger."""
        return any(message["danger"] for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """The payload of every choice by its title."""
        return {b["title"]: b["payload"] for message in self.messages for b in message["buttons"]}

    @property
    def reference(self) -> str:
        """The reference of what was just filed or asked about."""
        assert self.concern is not None, f"nothing was filed: {self.text}"
        return str(self.concern["reference"])


class Resident:
    """One person with a conversation of their own."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=address, timeout=PATIENCE_SECONDS, trust_env=False)
        begun = self._client.post("/api/chat/sessions")
        begun.raise_for_status()
        self._client.headers["Authorization"] = f"Bearer {begun.json()['token']}"
        self.heard = Answer((), None)

    def say(self, text: str, message_id: str | None = None) -> Answer:
        """Write something."""
        return self._send({"text": text, **({"id": message_id} if message_id else {})})

    def press(self, title: str) -> Answer:
        """Press a button of the latest answer."""
        assert title in self.heard.buttons, f"no button {title!r} in {self.heard}"
        return self._send({"payload": self.heard.buttons[title]})

    def send_payload(self, payload: str) -> Answer:
        """Press a button of an older answer."""
        return self._send({"payload": payload})

    def share(self, latitude: float, longitude: float) -> Answer:
        """Share a location."""
        return self._send({"location": {"lat": latitude, "lon": longitude}})

    def history(self) -> list[dict[str, Any]]:
        """All that both sides said, as the product kept it."""
        listed = self._client.get("/api/chat/messages", params={"limit": 100})
        listed.raise_for_status()
        return list(listed.json()["messages"])

    def leave(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _send(self, body: dict[str, Any]) -> Answer:
        answered = self._client.post("/api/chat/messages", json=body)
        assert answered.status_code == httpx.codes.OK, answered.text
        said = answered.json()
        self.heard = Answer(tuple(said["messages"]), said["concern"])
        return self.heard
