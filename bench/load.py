"""Puts a side under load: so many conversations at once, each waiting for every answer before it goes on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from bench.conversations import Conversation
from bench.errors import BenchError
from bench.figures import LoadFigures, summarise
from bench.processes import cpu_seconds
from bench.sides import Chat, Side

_PATIENCE_SECONDS = 60.0


def client_of(side: Side, connections: int = 64) -> aiohttp.ClientSession:
    """A client that keeps its connections open, as a browser does; an answer of 400 or more is an error."""
    return aiohttp.ClientSession(
        side.base_url,
        timeout=aiohttp.ClientTimeout(_PATIENCE_SECONDS),
        connector=aiohttp.TCPConnector(limit=connections),
        cookie_jar=aiohttp.DummyCookieJar(),
        raise_for_status=True,
    )


@dataclass(slots=True)
class _Tally:
    """What the conversations of one load have come to so far."""

    ends: float
    """When the load stops, by the clock that asyncio keeps."""
    latencies_ms: list[float] = field(default_factory=list)
    failures: int = 0


async def put_under_load(
    side: Side, pid: int, conversations: Sequence[Conversation], at_once: int, seconds: float
) -> LoadFigures:
    """Hold so many conversations at once for so many seconds; answers that come later don't count.

    `pid` is the side's first process.

    Raises BenchError when nothing was answered.
    """
    used = cpu_seconds(pid)
    tally = _Tally(time.perf_counter() + seconds)
    chat = side.chat
    async with client_of(side) as client:
        await asyncio.gather(
            *(
                _keep_talking(chat, client, conversations, range(n, 10**9, at_once), tally)
                for n in range(at_once)
            )
        )
    if not tally.latencies_ms:
        raise BenchError(f"{side.name} answered nothing in {seconds:.0f} s")
    return summarise(tally.latencies_ms, tally.failures, seconds, cpu_seconds(pid) - used)


async def _keep_talking(
    chat: Chat,
    client: aiohttp.ClientSession,
    conversations: Sequence[Conversation],
    numbers: range,
    tally: _Tally,
) -> None:
    """One resident after another, until the time is over."""
    for number in numbers:
        conversation = conversations[number % len(conversations)]
        try:
            await _hold(chat, client, conversation, number, tally)
        except (BenchError, aiohttp.ClientError, TimeoutError):
            tally.failures += 1
        if time.perf_counter() >= tally.ends:
            return


async def _hold(
    chat: Chat, client: aiohttp.ClientSession, conversation: Conversation, number: int, tally: _Tally
) -> None:
    key = await chat.begin(client)
    for turn in conversation.turns:
        asked = time.perf_counter()
        if asked >= tally.ends:
            return
        await chat.say(client, key, turn.anew(number))
        answered = time.perf_counter()
        if answered < tally.ends:
            tally.latencies_ms.append((answered - asked) * 1000)
