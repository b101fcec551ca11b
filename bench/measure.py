"""Measures both sides in turns, so that whatever else the machine does falls on both."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.conversations import Conversation, Script, rehearse
from bench.figures import LoadFigures, median_load
from bench.load import client_of, put_under_load
from bench.processes import Memory, weigh
from bench.profiles import Profile
from bench.sides import Side
from bench.starting import running

type Say = Callable[[str], None]

WARM_UP_CONVERSATIONS = 8


@dataclass(slots=True)
class SideFigures:
    """What one side came to."""

    training_seconds: float = 0
    training_is_lower_bound: bool = False
    """Training was given up then."""
    start_seconds: list[float] = field(default_factory=list)
    memory: Memory | None = None
    memory_after_load: Memory | None = None
    loads: dict[int, list[LoadFigures]] = field(default_factory=dict)
    """The rounds of each load, by how many conversations went on at once."""

    def figures(self) -> dict[str, float]:
        """Every figure by name, in the order of the table."""
        named: dict[str, float] = {
            "start_to_first_answer_seconds": statistics.median(self.start_seconds),
            "training_seconds": self.training_seconds,
        }
        if self.memory and self.memory_after_load:
            named |= {
                "memory_pss_mb": self.memory.pss,
                "memory_rss_mb": self.memory.rss,
                "memory_after_load_pss_mb": self.memory_after_load.pss,
            }
        for at_once, rounds in self.loads.items():
            load = median_load(rounds)
            named |= {
                f"messages_per_second_at_{at_once}": load.per_second,
                f"p50_ms_at_{at_once}": load.p50_ms,
                f"p95_ms_at_{at_once}": load.p95_ms,
                f"cpu_ms_per_message_at_{at_once}": load.cpu_ms_per_message,
            }
        return named

    @property
    def failures(self) -> int:
        """Messages without an answer, over all loads."""
        return sum(one.failures for rounds in self.loads.values() for one in rounds)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two sides, each with what it came to so far."""

    stock: Side
    ours: Side
    results: dict[str, SideFigures]

    @property
    def both(self) -> tuple[tuple[Side, SideFigures], ...]:
        """Each side with its figures."""
        return tuple((side, self.results[side.name]) for side in (self.stock, self.ours))


def measure_starts(pair: Pair, starts: int, say: Say) -> None:
    """Start each side so many times, in turns; raises BenchError."""
    for number in range(1, starts + 1):
        for side, figures in pair.both:
            with running(side) as (_pid, seconds):
                figures.start_seconds.append(seconds)
            say(f"Start {number} of {starts}, {side.name}: first answer after {seconds:.1f} s")


def measure_serving(pair: Pair, scripts: Sequence[Script], profile: Profile, say: Say) -> list[Conversation]:
    """Run both sides beside each other, weigh them, put them under load in turns; return what was said.

    Only one is spoken to at a time; the other one waits. Raises BenchError.
    """
    with running(pair.ours) as (our_pid, _), running(pair.stock) as (stock_pid, _):
        pids = {pair.ours.name: our_pid, pair.stock.name: stock_pid}
        conversations = asyncio.run(_rehearse(pair.ours, scripts))
        say(f"Rehearsed {len(conversations)} conversations, {count_turns(conversations)} messages")
        for side, figures in pair.both:
            pid = pids[side.name]
            asyncio.run(
                put_under_load(side, pid, conversations, WARM_UP_CONVERSATIONS, profile.warm_up_seconds)
            )
            figures.memory = weigh(pid)
            say(f"Memory, {side.name}: {figures.memory.pss:.0f} MB in {figures.memory.processes} processes")
        for number in range(1, profile.rounds + 1):
            for at_once in profile.conversations:
                say(f"Round {number} of {profile.rounds}, {at_once} conversations at once")
                for side, figures in pair.both:
                    load = put_under_load(side, pids[side.name], conversations, at_once, profile.load_seconds)
                    figures.loads.setdefault(at_once, []).append(asyncio.run(load))
                    say(f"  {side.name}: {describe(figures.loads[at_once][-1])}")
        for side, figures in pair.both:
            figures.memory_after_load = weigh(pids[side.name])
    return conversations


def count_turns(conversations: Sequence[Conversation]) -> int:
    """How many messages residents say in all of them."""
    return sum(len(conversation.turns) for conversation in conversations)


async def _rehearse(side: Side, scripts: Sequence[Script]) -> list[Conversation]:
    async with client_of(side) as client:
        return [await rehearse(side.chat, client, script) for script in scripts]


def describe(load: LoadFigures) -> str:
    """A load in one line."""
    failed = f", {load.failures} failed" if load.failures else ""
    return f"{load.per_second:.1f} messages/s, p50 {load.p50_ms:.0f} ms, p95 {load.p95_ms:.0f} ms{failed}"
