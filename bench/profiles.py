"""How thorough a run is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """How much is trained on, how often and for how long is measured."""

    name: str
    keep_one_in: int
    """Of each intent's training examples, one in so many is kept; 1 keeps all."""
    starts: int
    """How often each side is started; the median counts."""
    rounds: int
    """How often each load is put on each side, in turns; the median counts."""
    load_seconds: float
    warm_up_seconds: float
    stock_minutes: float | None
    """How long stock Rasa may train before its training is given up; None waits for it."""
    conversations: tuple[int, ...] = (1, 8, 32)
    """How many conversations go on at once, one load after another."""


QUICK = Profile("quick", 10, starts=3, rounds=1, load_seconds=12, warm_up_seconds=6, stock_minutes=3.0)
FULL = Profile("full", 1, starts=5, rounds=3, load_seconds=30, warm_up_seconds=15, stock_minutes=None)
