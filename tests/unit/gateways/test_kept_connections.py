"""The client for the Rasa beside us, against a real server on a socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.gateways.kept_connections import KeptConnections, UnexpectedAnswerError

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n"


@dataclass
class Server:
    """Answers each request with the next of the given pieces; counts connections."""

    pieces: list[list[bytes]]
    closes: bool = False
    heads: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while self.pieces:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            self.heads.append(head)
            self.bodies.append(await reader.readexactly(length))
            for piece in self.pieces.pop(0):
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            if self.closes:
                break
        writer.close()


@asynccontextmanager
async def talking(server: Server, timeout_seconds: float = 5.0) -> AsyncIterator[KeptConnections]:
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    client = KeptConnections(
        "127.0.0.1", listening.sockets[0].getsockname()[1], {"Authorization": "Bearer x"}, timeout_seconds
    )
    try:
        yield client
    finally:
        client.close()
        listening.close()


def run(server: Server, talk: Callable[[KeptConnections], Any], timeout_seconds: float = 5.0) -> Any:
    async def go() -> Any:
        async with talking(server, timeout_seconds) as client:
            return await talk(client)

    return asyncio.run(go())


async def ask_twice(client: KeptConnections) -> list[bytes]:
    return [(await client.post("/m", {"n": n})).body for n in range(2)]


def test_it_posts_json_and_keeps_the_connection() -> None:
    server = Server([[OK + b"null"], [OK + b"true"]])
    assert run(server, ask_twice) == [b"null", b"true"]
    assert server.connections == 1
    assert server.bodies == [b'{"n": 0}', b'{"n": 1}']
    assert server.heads[0].startswith(b"POST /m HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nAuthorization: Bearer x\r\n" in server.heads[0]


def test_an_answer_may_come_in_pieces() -> None:
    server = Server([[OK[:20], OK[20:], b"nu", b"ll"], [OK + b"true"]])
    assert run(server, ask_twice) == [b"null", b"true"]


def test_a_closed_connection_is_replaced() -> None:
    server = Server([[OK + b"null"], [OK + b"true"]], closes=True)

    async def ask_with_a_pause(client: KeptConnections) -> list[bytes]:
        first = await client.post("/m", 1)
        await asyncio.sleep(0.05)
        return [first.body, (await client.post("/m", 2)).body]

    assert run(server, ask_with_a_pause) == [b"null", b"true"]
    assert server.connections == 2


def test_other_statuses_are_handed_on() -> None:
    server = Server([[b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\n{}"]])
    assert run(server, lambda client: client.post("/m", {})).status == 401


def test_an_answer_without_a_length_is_refused() -> None:
    server = Server([[b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"]])
    with pytest.raises(UnexpectedAnswerError):
        run(server, lambda client: client.post("/m", {}))


def test_a_connection_that_breaks_is_an_error() -> None:
    server = Server([[OK[:30]]], closes=True)
    with pytest.raises(ConnectionError):
        run(server, lambda client: client.post("/m", {}))


def test_it_waits_only_so_long_and_trusts_the_connection_no_more() -> None:
    server = Server([[], [OK + b"null"]])

    async def give_up_and_ask_again(client: KeptConnections) -> bytes:
        with pytest.raises(TimeoutError):
            await client.post("/m", 1)
        answer = await client.post("/m", 2)
        return answer.body

    assert run(server, give_up_and_ask_again, timeout_seconds=0.5) == b"null"
    assert server.connections == 2


def test_nobody_listening_is_an_error() -> None:
    client = KeptConnections("127.0.0.1", 1, {}, 1.0)
    with pytest.raises(OSError, match="Connect"):
        asyncio.run(client.post("/m", {}))
