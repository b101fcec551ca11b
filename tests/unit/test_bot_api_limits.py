"""That the stand-in for Telegram refuses what Telegram documents as too much, and nothing less."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.bot_api.limits import FloodLimits


@dataclass(slots=True)
class Clock:
    """Says what time it is."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> FloodLimits:
    return FloodLimits(clock)


def test_thirty_in_any_second_to_all_chats(limits: FloodLimits, clock: Clock) -> None:
    assert [limits.count(chat) for chat in range(1, 32)] == [0] * 30 + [1]
    clock.now += 0.99
    assert limits.count(40) == 1
    clock.now += 0.02
    assert limits.count(40) == 0


def test_one_a_second_in_a_private_chat_after_a_short_burst(limits: FloodLimits, clock: Clock) -> None:
    assert [limits.count(1) for _ in range(7)] == [0] * 6 + [1]
    for _ in range(20):
        clock.now += 1
        assert limits.count(1) == 0
        assert limits.count(1) == 1


def test_twenty_in_any_minute_in_a_group(limits: FloodLimits, clock: Clock) -> None:
    assert [limits.count(-1) for _ in range(21)] == [0] * 20 + [60]
    clock.now += 59
    assert limits.count(-1) == 1
    clock.now += 1
    assert limits.count(-1) == 0


def test_what_is_refused_is_not_counted(limits: FloodLimits, clock: Clock) -> None:
    for chat in range(1, 100):
        limits.count(chat)
    clock.now += 1
    assert limits.count(100) == 0
