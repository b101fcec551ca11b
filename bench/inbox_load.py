"""Measures the inbox: messages are stored, claimed and acted on, each person's in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.errors import BenchError
from bench.queue_figures import InboxRun, count_misplaced
from bot.db.session import Database
from bot.jobs.inbox import InboxWorker
from bot.services.inbox import InboxService

_CHANNEL = "bench"
_A_PERSON = 10
"""So many messages each of them writes."""
_STEADY_SHARE = 0.5
_STEADY_SECONDS = 20.0
_STOP_SECONDS = 5.0
_MOST_SECONDS = 600.0


@dataclass(slots=True)
class _Channel:
    """Acts on a message by noting that it did, so that nothing but the queue is measured."""

    expected: int
    acted_on: list[tuple[str, int]] = field(default_factory=list)
    waits_ms: list[float] = field(default_factory=list)
    ended_at: float = 0.0
    are_all_done: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, content: dict[str, Any]) -> None:
        """Note it."""
        self.waits_ms.append((time.perf_counter() - content["received_at"]) * 1000)
        await asyncio.sleep(0)  # whoever else can go on does
        self.acted_on.append((content["from"], content["number"]))
        self.ended_at = time.perf_counter()
        if len(self.acted_on) >= self.expected:
            self.are_all_done.set()


def measure_inbox(database: Database, messages: int) -> InboxRun:
    """Put so many messages through it at once, then at half the rate that this showed; raises BenchError."""
    return asyncio.run(_measure(database, messages))


async def _measure(database: Database, messages: int) -> InboxRun:
    inbox = InboxService(database)
    channel = _Channel(messages)
    async with _working(database, inbox, channel):
        began = time.perf_counter()
        sent = await _receive(inbox, "burst", messages, None)
        await _wait_for_all(channel)
        seconds = channel.ended_at - began
        misplaced = count_misplaced(sent, channel.acted_on)
    rate = messages / seconds * _STEADY_SHARE
    steadily = min(messages, int(rate * _STEADY_SECONDS))
    steady = _Channel(steadily)
    async with _working(database, inbox, steady):
        sent = await _receive(inbox, "steady", steadily, rate)
        await _wait_for_all(steady)
        misplaced += count_misplaced(sent, steady.acted_on)
    return InboxRun(messages, seconds, steady.waits_ms, misplaced)


@asynccontextmanager
async def _working(database: Database, inbox: InboxService, channel: _Channel) -> AsyncIterator[None]:
    worker = InboxWorker(database, inbox, {_CHANNEL: channel}, lambda: None)
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        await worker.stop(_STOP_SECONDS)
        await task
        inbox.on_stored.clear()


async def _receive(
    inbox: InboxService, name: str, messages: int, per_second: float | None
) -> Sequence[tuple[str, int]]:
    """Store what people write, everybody's first message, then everybody's second; at once, or at a rate."""
    people = max(messages // _A_PERSON, 1)
    said = [(f"{name}-{n % people}", n // people) for n in range(messages)]
    began = time.perf_counter()
    for n, (person, number) in enumerate(said):
        due = began + n / per_second if per_second else time.perf_counter()
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        # One that is stored late because the one before it took long has waited since it came.
        content = {"from": person, "number": number, "received_at": due}
        await inbox.store(_CHANNEL, f"{person}:{number}", person, content)
    return said


async def _wait_for_all(channel: _Channel) -> None:
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            await channel.are_all_done.wait()
    except TimeoutError:
        done, expected = len(channel.acted_on), channel.expected
        raise BenchError(f"the inbox acted on {done} of {expected} messages only") from None
