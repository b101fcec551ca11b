"""What the queues came to: each figure on each database, and what it has to reach; stock Rasa has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.comparison import Target
from bench.figures import percentile

STORES = ("SQLite", "PostgreSQL")
"""The databases, as they are called in tables."""
QUEUE_TARGETS: Mapping[str, Target] = {
    "broadcast_share_of_allowed_rate": Target(0.95, "at least"),
    "broadcast_refused_429": Target(0, "at most"),
    "broadcast_lost_or_doubled": Target(0, "at most"),
    "inbox_lost_doubled_or_out_of_order": Target(0, "at most"),
}
WORKLIST_TARGET = Target(100, "at most")
"""Milliseconds, at the median, for each page of the staff's queue."""


@dataclass(frozen=True, slots=True)
class QueueFigure:
    """One figure, by the name of the database."""

    name: str
    values: Mapping[str, float]

    @property
    def target(self) -> Target | None:
        """What it has to reach on every database, where something was promised."""
        is_page = self.name.startswith("worklist_") and self.name.endswith("_p50_ms")
        return WORKLIST_TARGET if is_page else QUEUE_TARGETS.get(self.name)

    @property
    def is_met(self) -> bool | None:
        """Whether the promise is kept on each database; None where there is none."""
        if self.target is None:
            return None
        return all(self.target.is_met(value) for value in self.values.values())


@dataclass(frozen=True, slots=True)
class Broadcast:
    """How one post to many subscribers went."""

    recipients: int
    put_seconds: float
    """Finding whom it is for, holding it for some, and putting it all into the outbox."""
    seconds: float
    """From then until the last was sent, and that was written down."""
    allowed_per_second: float
    refused: int
    """How often Telegram said that it was too much."""
    arrived: Mapping[int, int]
    """How often it arrived, by chat."""

    def figures(self) -> dict[str, float]:
        """Every figure by name."""
        per_second = self.recipients / self.seconds
        return {
            "broadcast_recipients": self.recipients,
            "broadcast_put_seconds": self.put_seconds,
            "broadcast_seconds": self.seconds,
            "broadcast_messages_per_second": per_second,
            "broadcast_share_of_allowed_rate": per_second / self.allowed_per_second,
            "broadcast_refused_429": self.refused,
            "broadcast_lost_or_doubled": self.recipients - sum(n == 1 for n in self.arrived.values()),
        }


@dataclass(frozen=True, slots=True)
class InboxRun:
    """How messages went through the inbox."""

    messages: int
    seconds: float
    """From the first message that is received to the last that is acted on, all coming at once."""
    waits_ms: Sequence[float]
    """Receiving to acting, at half of that rate."""
    misplaced: int

    def figures(self) -> dict[str, float]:
        """Every figure by name."""
        return {
            "inbox_messages": self.messages,
            "inbox_messages_per_second": self.messages / self.seconds,
            "inbox_wait_p50_ms_at_half_load": percentile(self.waits_ms, 50),
            "inbox_wait_p95_ms_at_half_load": percentile(self.waits_ms, 95),
            "inbox_lost_doubled_or_out_of_order": self.misplaced,
        }


def count_misplaced(sent: Iterable[tuple[Hashable, int]], acted_on: Sequence[tuple[Hashable, int]]) -> int:
    """How many messages of (person, number) were lost, acted on twice, or before an earlier one of theirs."""
    wanted, done = Counter(sent), Counter(acted_on)
    by_person: dict[Hashable, list[int]] = {}
    for person, number in acted_on:
        by_person.setdefault(person, []).append(number)
    early = sum(later < earlier for numbers in by_person.values() for earlier, later in pairwise(numbers))
    return (wanted - done).total() + (done - wanted).total() + early


def by_database(runs: Mapping[str, Mapping[str, float]]) -> list[QueueFigure]:
    """The figures of all databases side by side, in the order of the first."""
    names = dict.fromkeys(name for figures in runs.values() for name in figures)
    return [
        QueueFigure(name, {store: figures[name] for store, figures in runs.items() if name in figures})
        for name in names
    ]
