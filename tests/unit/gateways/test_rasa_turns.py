"""Messages that Rasa has in hand: answered early, and seen through all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

import pytest

from bot.domain.replies import Reply
from bot.errors import RasaUnavailableError
from bot.gateways.rasa_turns import RasaTurns

FIRST, LAST = Reply("Noted."), Reply("Where is it?")


class SlowRasa:
    """Answers when it is told to, and remembers in which order it was asked and was done."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.is_asked = asyncio.Event()
        self.may_end = asyncio.Event()
        self.fails = False

    def ask(self, name: str) -> Callable[[], Coroutine[None, None, list[Reply]]]:
        async def go() -> list[Reply]:
            self.happened.append(f"{name} asked")
            self.is_asked.set()
            await self.may_end.wait()
            self.happened.append(f"{name} done")
            if self.fails:
                raise RasaUnavailableError("down in this test")
            return [FIRST, LAST, Reply("From Rasa itself.")]

        return go


async def asked(turns: RasaTurns, rasa: SlowRasa, name: str, number: int) -> asyncio.Task[list[Reply]]:
    """The message, taken and with Rasa."""
    rasa.is_asked.clear()
    task = asyncio.create_task(turns.take("t", number, rasa.ask(name)))
    await rasa.is_asked.wait()
    return task


def test_a_message_is_answered_once_its_last_action_has_spoken() -> None:
    async def go() -> None:
        turns, rasa = RasaTurns(), SlowRasa()
        task = await asked(turns, rasa, "one", 1)
        await turns.note(1, [FIRST], is_last=False)
        await asyncio.sleep(0)
        assert not task.done()
        await turns.note(1, [LAST], is_last=True)
        assert task.done()  # before the action tells Rasa
        assert await task == [FIRST, LAST]
        assert rasa.happened == ["one asked"]
        rasa.may_end.set()
        await turns.settle_all()
        assert rasa.happened == ["one asked", "one done"]

    asyncio.run(go())


def test_without_word_of_a_last_action_rasas_own_answer_counts() -> None:
    async def go() -> None:
        turns, rasa = RasaTurns(), SlowRasa()
        rasa.may_end.set()
        await turns.note(7, [FIRST], is_last=True)  # nobody asked
        assert len(await turns.take("t", None, rasa.ask("one"))) == 3

    asyncio.run(go())


def test_the_next_message_is_given_at_once_and_settling_waits_for_both() -> None:
    async def go() -> None:
        turns, rasa = RasaTurns(), SlowRasa()
        first = await asked(turns, rasa, "one", 1)
        await turns.note(1, [LAST], is_last=True)
        await first
        second = await asked(turns, rasa, "two", 2)
        settling = asyncio.create_task(turns.settle("t"))
        assert rasa.happened == ["one asked", "two asked"]
        await turns.note(2, [LAST], is_last=True)
        assert second.done()
        assert not settling.done()
        rasa.may_end.set()
        await settling
        assert rasa.happened[2:] == ["one done", "two done"]

    asyncio.run(go())


def test_nobody_settles_for_another_conversation() -> None:
    async def go() -> None:
        turns, rasa = RasaTurns(), SlowRasa()
        first = await asked(turns, rasa, "one", 1)
        await turns.settle("other")
        assert turns.are_only("t")
        assert not turns.are_only("other")
        rasa.may_end.set()
        await first
        await turns.settle_all()
        assert turns.are_only("other")

    asyncio.run(go())


@pytest.mark.parametrize("answered", [True, False])
def test_a_failure_is_told_unless_the_answer_is_out(answered: bool, caplog: pytest.LogCaptureFixture) -> None:
    async def go() -> None:
        turns, rasa = RasaTurns(), SlowRasa()
        rasa.fails = True
        task = await asked(turns, rasa, "one", 1)
        if answered:
            await turns.note(1, [LAST], is_last=True)
            assert await task == [LAST]
        rasa.may_end.set()
        if not answered:
            with pytest.raises(RasaUnavailableError):
                await task
        await turns.settle_all()

    with caplog.at_level(logging.WARNING):
        asyncio.run(go())
    assert ("did not finish" in caplog.text) is answered
    assert LAST.text not in caplog.text


def test_whoever_stops_waiting_stops_rasa_too() -> None:
    async def go() -> None:
        turns, rasa = RasaTurns(), SlowRasa()
        task = await asked(turns, rasa, "one", 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await turns.settle("t")
        assert rasa.happened == ["one asked"]

    asyncio.run(go())
