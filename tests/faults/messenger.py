"""A messenger as its users and the hub see it: fetches and deliveries, and some bad days."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Mood(StrEnum):
    """How it answers the hub."""

    WELL = "well"
    BUSY = "busy"
    BROKEN = "broken"
    HANGS_UP = "hangs_up"
    """Takes a request and closes the connection before it has done anything about it."""


@dataclass(slots=True)
class Delivered:
    """A message that reached somebody."""

    key: str
    address: str
    text: str
    buttons: list[dict[str, str]]


@dataclass
class Messenger:
    """Its server; runs in a thread, so that it outlives every hub."""

    mood: Mood = Mood.WELL
    delivered: list[Delivered] = field(default_factory=list)
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        """Begin to answer."""
        handler = type("Handler", (_Handler,), {"messenger": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()

    def write(self, address: str, *texts: str) -> None:
        """Have somebody write, all at once."""
        with self._changed:
            for text in texts:
                number = len(self._updates) + 1
                self._updates.append({"id": str(number), "from": address, "text": text})

    def wait_for(
        self, address: str, is_there: Callable[[list[Delivered]], bool], seconds: float
    ) -> list[Delivered]:
        """What reached somebody, once it is enough; raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: is_there(self.of(address)), seconds):
                raise TimeoutError(f"{address} waits for an answer")
            return self.of(address)

    def of(self, address: str) -> list[Delivered]:
        """What reached somebody, in order."""
        return [message for message in self.delivered if message.address == address]

    @property
    def sent_twice(self) -> list[str]:
        """Keys of what reached somebody more than once."""
        keys = [message.key for message in self.delivered]
        return sorted({key for key in keys if keys.count(key) > 1})

    def updates_after(self, number: int) -> list[dict[str, Any]]:
        """What the hub has not said that it has."""
        with self._changed:
            return self._updates[number : number + 50]

    def deliver(self, body: dict[str, Any]) -> str:
        """Bring it to whom it is for."""
        with self._changed:
            message = Delivered(body["key"], body["address"], body["text"], body["buttons"])
            self.delivered.append(message)
            self._changed.notify_all()
            return f"m{len(self.delivered)}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Nothing: a hub that was killed is no error here."""


class _Handler(BaseHTTPRequestHandler):
    messenger: Messenger
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """`/updates?after=N`."""
        if self._is_well():
            after = int(parse_qs(urlsplit(self.path).query)["after"][0])
            self._say(200, self.messenger.updates_after(after))

    def do_POST(self) -> None:
        """`/send`."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._is_well():
            self._say(200, {"id": self.messenger.deliver(body)})

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def _is_well(self) -> bool:
        match self.messenger.mood:
            case Mood.BUSY:
                self._say(429, {"retry_after": 1})
            case Mood.BROKEN:
                self._say(500, {})
            case Mood.HANGS_UP:
                self.close_connection = True
                self.connection.close()
            case _:
                return True
        return False

    def _say(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
