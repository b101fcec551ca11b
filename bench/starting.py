"""Starts a side and measures how long it takes until a resident's first message is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bench.errors import BenchError
from bench.load import client_of
from bench.processes import check_alive, started
from bench.sides import Side, Turn

_POLL_SECONDS = 0.02
_LONGEST_SECONDS = 300.0
_FIRST_WORDS = Turn("hello")


@contextmanager
def running(side: Side) -> Iterator[tuple[int, float]]:
    """Start a side: its process number, and the seconds from the start to its first answer.

    It is stopped at the end of the block. Raises BenchError when it doesn't come.
    """
    began = time.perf_counter()
    with started(side.server) as process, httpx.Client(base_url=side.base_url, trust_env=False) as client:
        while not _is_ready(side, client):
            check_alive(process, side.server.log)
            if time.perf_counter() - began > _LONGEST_SECONDS:
                raise BenchError(f"{side.name} was not there after {_LONGEST_SECONDS:.0f} s")
            time.sleep(_POLL_SECONDS)
        asyncio.run(_say_hello(side))
        yield process.pid, time.perf_counter() - began


def _is_ready(side: Side, client: httpx.Client) -> bool:
    try:
        return side.is_ready(client)
    except httpx.HTTPError:
        return False


async def _say_hello(side: Side) -> None:
    async with client_of(side) as client:
        chat = side.chat
        await chat.say(client, await chat.begin(client), _FIRST_WORDS)
