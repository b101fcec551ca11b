"""What the bench asks of each of the two sides, and the two ways of talking with them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import aiohttp
import httpx

from bench.errors import BenchError
from bench.processes import Program

_WIDTHS = 8
"""How wide a space between two words can be."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a resident says: typed, or a button pressed."""

    text: str
    payload: str | None = None
    """What the pressed button stands for; `text` is then its title."""

    def anew(self, number: int) -> Turn:
        """The same, spaced as the conversation with that number spaces it.

        No two residents write the same, so a side must gain nothing from having met these very words.
        """
        if self.payload is not None:
            return self
        first, *others = self.text.split(" ")
        widths = (1 + number // _WIDTHS**place % _WIDTHS for place in range(len(others)))
        return Turn(first + "".join(" " * width + word for width, word in zip(widths, others, strict=True)))


class Chat(Protocol):
    """A way of talking with a running side."""

    async def begin(self, client: aiohttp.ClientSession) -> str:
        """Begin a conversation and return its key; raises BenchError or aiohttp.ClientError."""

    async def say(self, client: aiohttp.ClientSession, key: str, turn: Turn) -> Any:
        """Say something and return the answer; raises BenchError when there is none, aiohttp.ClientError."""


class Side(Protocol):
    """One side of the comparison, prepared and ready to be started."""

    name: str

    @property
    def server(self) -> Program:
        """What starts it."""

    @property
    def base_url(self) -> str:
        """Where it is reached once it is started."""

    @property
    def chat(self) -> Chat:
        """How it is talked with."""

    def is_ready(self, client: httpx.Client) -> bool:
        """Whether a message would be answered; raises httpx.HTTPError while it isn't there at all."""


@dataclass(frozen=True, slots=True)
class StockChat:
    """Rasa's REST channel."""

    async def begin(self, client: aiohttp.ClientSession) -> str:
        """A sender that Rasa hasn't met."""
        del client
        return new_key()

    async def say(self, client: aiohttp.ClientSession, key: str, turn: Turn) -> Any:
        """Send the words; a pressed button is sent as its title, since stock's domain has no such button."""
        body = {"sender": key, "message": turn.text}
        async with client.post("/webhooks/rest/webhook", json=body) as answer:
            said = await answer.json()
        if not said:
            raise BenchError("stock Rasa answered with nothing")
        return said


@dataclass(frozen=True, slots=True)
class LocalChat:
    """The product's JSON interface."""

    down: tuple[str, ...]
    """How the answers begin that only say that understanding is down; they don't count as answers."""

    async def begin(self, client: aiohttp.ClientSession) -> str:
        """A new session's token."""
        async with client.post("/api/chat/sessions") as answer:
            return str((await answer.json())["token"])

    async def say(self, client: aiohttp.ClientSession, key: str, turn: Turn) -> Any:
        """Send the words, or the payload of the button."""
        body = {"payload": turn.payload} if turn.payload else {"text": turn.text}
        headers = {"Authorization": f"Bearer {key}"}
        async with client.post("/api/chat/messages", json=body, headers=headers) as answer:
            said = await answer.json()
        if not said["messages"] or said["messages"][0]["text"].startswith(self.down):
            raise BenchError("understanding was down")
        return said


def new_key() -> str:
    """A name for a conversation that no other has."""
    return secrets.token_urlsafe(16)


def log_in(folder: Path, name: str) -> Path:
    """The file that takes what a program prints."""
    return folder / "logs" / f"{name}.log"
