"""A small HTTP client for the Rasa beside us: posts JSON over connections that stay open.

A tenth of the work of the general client, which is still there for a Rasa somewhere else.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, cast

_END_OF_HEAD = b"\r\n\r\n"
#: Rasa keeps idle connections for two minutes: none is used that it may be closing.
_IDLE_SECONDS = 30.0
_MOST_IDLE = 64


class UnexpectedAnswerError(ValueError):
    """The answer is none that this client reads."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class _Connection(asyncio.Protocol):
    """One connection, on which one request at a time is answered."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._answer: asyncio.Future[Answer] | None = None
        self.is_open = False
        self.idle_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # TCP gives no other; the class itself depends on the event loop.
        self._transport = cast(asyncio.Transport, transport)
        self.is_open = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the connection was closed"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._answer is None or self._answer.done():
            self.close()
            return
        try:
            answer = _read(self._received)
        except ValueError as error:
            self._answer.set_exception(error)
            return
        if answer is not None:
            self._received.clear()
            self._answer.set_result(answer)

    async def ask(self, request: bytes) -> Answer:
        """Send a request and wait for its answer; raises ConnectionError, UnexpectedAnswerError."""
        if self._transport is None or not self.is_open:
            raise ConnectionError("the connection is closed")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Close it."""
        self.is_open = False
        if self._transport is not None:
            self._transport.close()


class KeptConnections:
    """The connections to one address."""

    def __init__(self, host: str, port: int, headers: dict[str, str], timeout_seconds: float) -> None:
        """`headers` go with every request."""
        self._host = host
        self._port = port
        self._timeout = timeout_seconds
        lines = {"Host": f"{host}:{port}", "Content-Type": "application/json", **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._idle: list[_Connection] = []

    async def post(self, path: str, body: Any) -> Answer:
        """Post JSON and return the answer.

        Raises OSError (TimeoutError is one), UnexpectedAnswerError.
        """
        content = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._head}Content-Length: {len(content)}\r\n\r\n"
        async with asyncio.timeout(self._timeout):
            connection = await self._connection()
            try:
                answer = await connection.ask(head.encode() + content)
            except BaseException:
                # Cancelled or broken: what may still come on it belongs to nobody.
                connection.close()
                raise
        self._give_back(connection)
        return answer

    def close(self) -> None:
        """Let go of the connections."""
        while self._idle:
            self._idle.pop().close()

    async def _connection(self) -> _Connection:
        loop = asyncio.get_running_loop()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and loop.time() - connection.idle_since < _IDLE_SECONDS:
                return connection
            connection.close()
        _, made = await loop.create_connection(_Connection, self._host, self._port)
        return made

    def _give_back(self, connection: _Connection) -> None:
        if len(self._idle) >= _MOST_IDLE or not connection.is_open:
            connection.close()
            return
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle.append(connection)


def _read(received: bytearray) -> Answer | None:
    """The answer, once all of it is there; raises UnexpectedAnswerError for one without a length."""
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return None
    first, *lines = bytes(received[:end]).decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    length, status = headers.get("content-length", ""), first.split(" ")[1:2]
    if not length.isdigit() or not status or not status[0].isdigit():
        raise UnexpectedAnswerError("the answer doesn't say how long it is")
    begins = end + len(_END_OF_HEAD)
    if len(received) < begins + int(length):
        return None
    return Answer(int(status[0]), bytes(received[begins : begins + int(length)]))
