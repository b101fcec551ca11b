"""Looks at a fixed pace: one that fails keeps no other from looking, and stopping waits for no pause."""

from __future__ import annotations

import asyncio

from sqlalchemy.exc import OperationalError

from bot.jobs.rounds import Rounds


def test_a_look_that_fails_is_taken_again_in_the_next_round() -> None:
    taken: list[str] = []

    def fails() -> int:
        taken.append("fails")
        raise OperationalError("", {}, ValueError())

    def works() -> int:
        taken.append("works")
        return 1

    async def run() -> None:
        rounds = Rounds((fails, works), pause_seconds=0.01)
        task = asyncio.create_task(rounds.run())
        async with asyncio.timeout(10):
            while len(taken) < 4:  # noqa: ASYNC110  what is waited for is in a thread
                await asyncio.sleep(0.005)
            rounds.stop()
            await task

    asyncio.run(run())
    assert taken[:4] == ["fails", "works"] * 2


def test_stopping_does_not_wait_for_the_next_round() -> None:
    async def run() -> None:
        rounds = Rounds((lambda: 0,), pause_seconds=3600)
        task = asyncio.create_task(rounds.run())
        await asyncio.sleep(0)
        rounds.stop()
        async with asyncio.timeout(10):
            await task

    asyncio.run(run())
