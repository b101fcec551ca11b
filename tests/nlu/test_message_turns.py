"""Whose turn it is in Rasa: one message of a conversation after another, and nobody waits for a clock."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rasa.core.lock_store import LockStore
from rasa.core.utils import AvailableEndpoints

from nlu.server.message_turns import MessageTurns

ROOT = Path(__file__).parents[2]
#: Less than Rasa's own store waits between two looks.
AT_ONCE_SECONDS = 0.5


def test_rasa_takes_our_turns_from_its_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    # The file names variables that `local-focus up` sets; Rasa refuses it without them.
    for name in ("ACTION_URL", "ACTION_AUTHORIZATION", "TRACKER_DATABASE"):
        monkeypatch.setenv(f"LOCAL_FOCUS_{name}", "set")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    assert isinstance(LockStore.create(endpoints.lock_store), MessageTurns)


def test_messages_of_a_conversation_come_in_order_and_those_of_others_beside_them() -> None:
    async def go() -> None:
        # A new model brings a second store.
        before, after = MessageTurns(), MessageTurns()
        happened: list[str] = []
        may_end = asyncio.Event()

        async def take(store: MessageTurns, conversation: str, name: str) -> None:
            async with store.lock(conversation):
                happened.append(f"{name} taken")
                await may_end.wait()
                happened.append(f"{name} done")

        tasks = [
            asyncio.create_task(take(store, conversation, name))
            for store, conversation, name in (
                (before, "t", "one"),
                (after, "t", "two"),
                (after, "t", "three"),
                (after, "other", "aside"),
            )
        ]
        for _ in range(3):
            await asyncio.sleep(0)
        assert happened == ["one taken", "aside taken"]
        may_end.set()
        async with asyncio.timeout(AT_ONCE_SECONDS):
            await asyncio.gather(*tasks)
        own = [step for step in happened if not step.startswith("aside")]
        assert own == ["one taken", "one done", "two taken", "two done", "three taken", "three done"]

    asyncio.run(go())


def test_a_message_that_fails_gives_its_turn_away() -> None:
    async def go() -> None:
        turns = MessageTurns()
        with pytest.raises(ValueError, match="of this test"):
            async with turns.lock("t"):
                raise ValueError("of this test")
        async with asyncio.timeout(AT_ONCE_SECONDS), turns.lock("t"):
            pass

    asyncio.run(go())
