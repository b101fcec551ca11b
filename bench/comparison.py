"""What is compared: a figure of both sides, their ratio, and what it has to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Target:
    """What the ratio of ours to stock's has to reach."""

    limit: float
    kind: Literal["at most", "at least"]

    def is_met(self, ratio: float) -> bool:
        """Whether a ratio reaches it."""
        return ratio <= self.limit if self.kind == "at most" else ratio >= self.limit


TARGETS: Mapping[str, Target] = {
    "start_to_first_answer_seconds": Target(1 / 6, "at most"),
    "memory_pss_mb": Target(0.45, "at most"),
    "training_seconds": Target(1 / 10, "at most"),
    "messages_per_second_at_1": Target(3, "at least"),
    "messages_per_second_at_8": Target(3, "at least"),
    "messages_per_second_at_32": Target(3, "at least"),
    "p95_ms_at_8": Target(1 / 3, "at most"),
    "feeds_seconds": Target(1, "at most"),
    "feeds_added_memory_mb": Target(1, "at most"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of both sides."""

    name: str
    stock: float
    ours: float
    is_stock_at_least: bool = False
    """Stock's measurement was given up here: its real figure is higher."""

    @property
    def ratio(self) -> float:
        """Ours divided by stock's."""
        return self.ours / self.stock

    @property
    def target(self) -> Target | None:
        """What the ratio has to reach, where something was promised."""
        return TARGETS.get(self.name)

    @property
    def is_met(self) -> bool | None:
        """Whether the promise is kept; None where there is none, or stock was given up too early to tell."""
        if self.target is None:
            return None
        return self.target.is_met(self.ratio) or (None if self.is_stock_at_least else False)


def compare(
    stock: Mapping[str, float], ours: Mapping[str, float], at_least: frozenset[str] = frozenset()
) -> list[Comparison]:
    """Every figure that both sides have, in the order of stock's; `at_least` names stock's lower bounds."""
    return [Comparison(name, stock[name], ours[name], name in at_least) for name in stock if name in ours]
