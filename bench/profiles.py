"""How thorough a run is."""

from __future__ import annotations

from dataclasses import dataclass

_LEAST_SECONDS = 60.0


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
    """How long stock Rasa may train before its training is given up."""
    whole_minutes: float | None
    """How long the whole run may take; stock's training gets what is left. None for both waits for it."""
    subscribers: int
    """To how many one message is broadcast."""
    inbox_messages: int
    """How many messages are put through the inbox."""
    concerns_sqlite: int
    concerns_postgresql: int
    """How many concerns the staff's queue is measured with."""
    survey_answers: int
    """How many people answer a survey."""
    feeds: int
    """How many feeds of fifty entries are fetched, read and kept once each."""
    conversations: tuple[int, ...] = (1, 8, 32)
    """How many conversations go on at once, one load after another."""

    @property
    def waits_for_stock(self) -> bool:
        """Whether stock's training may take as long as it takes."""
        return self.stock_minutes is None and self.whole_minutes is None

    def only(self, part: str) -> str:
        """The name of a run that measures nothing but one part."""
        return part if self.name == "full" else f"{self.name}-{part}"

    def stock_seconds(self, passed_seconds: float) -> float:
        """How long stock may train when so much time has passed; never less than a minute."""
        if self.stock_minutes is not None:
            return self.stock_minutes * 60
        return max((self.whole_minutes or 0) * 60 - passed_seconds, _LEAST_SECONDS)


QUICK = Profile(
    "quick",
    keep_one_in=10,
    starts=3,
    rounds=1,
    load_seconds=12,
    warm_up_seconds=6,
    stock_minutes=None,
    whole_minutes=9.5,
    subscribers=900,
    inbox_messages=500,
    concerns_sqlite=10_000,
    concerns_postgresql=20_000,
    survey_answers=500,
    feeds=100,
)
FULL = Profile(
    "full",
    keep_one_in=1,
    starts=5,
    rounds=3,
    load_seconds=30,
    warm_up_seconds=15,
    stock_minutes=None,
    whole_minutes=None,
    subscribers=10_000,
    inbox_messages=5_000,
    concerns_sqlite=100_000,
    concerns_postgresql=1_000_000,
    survey_answers=10_000,
    feeds=1_000,
)
