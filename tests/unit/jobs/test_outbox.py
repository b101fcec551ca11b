"""Sending through a channel that fails in every way that channels do."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from bot.db.models import OutgoingMessage, OutgoingState
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.errors import DeliveryError
from tests.unit.jobs.conftest import Queues, until


def put(queues: Queues, *keys: str, address: str = "ann") -> None:
    with queues.database.unit_of_work() as session:
        messages = [(Outgoing(key, "chat", address, Reply(key)), None) for key in keys]
        queues.outbox.put(session, messages, Priority.ANSWER)


def states(queues: Queues) -> dict[str, OutgoingState]:
    with queues.database.unit_of_work() as session:
        return {row.key: row.state for row in session.scalars(select(OutgoingMessage))}


class TestOutboxWorker:
    def test_each_is_sent_once_in_order(self, queues: Queues) -> None:
        keys = [str(number) for number in range(20)]

        async def run() -> None:
            put(queues, *keys)
            async with queues.working():
                await until(lambda: len(queues.channel.delivered) == 20)

        asyncio.run(run())
        assert queues.channel.texts == keys

    def test_errors_that_pass_are_tried_again(self, queues: Queues) -> None:
        queues.channel.errors.extend(
            [DeliveryError("too_many_requests", is_permanent=False, retry_after=0.1), ConnectionError("gone")]
        )

        async def run() -> None:
            put(queues, "1", "2")
            async with queues.working():
                await until(lambda: len(queues.channel.delivered) == 2)

        asyncio.run(run())
        assert queues.channel.texts == ["1", "2"]

    def test_one_that_can_not_be_delivered_does_not_hold_up_the_next(self, queues: Queues) -> None:
        queues.channel.errors.append(DeliveryError("bad_request", is_permanent=True))

        async def run() -> None:
            put(queues, "1", "2")
            async with queues.working():
                await until(lambda: bool(queues.channel.delivered))

        asyncio.run(run())
        assert states(queues) == {"1": OutgoingState.GIVEN_UP, "2": OutgoingState.SENT}

    def test_what_is_not_sent_when_it_stops_is_put_back(self, queues: Queues) -> None:
        async def run() -> None:
            put(queues, "1", "2")
            queues.channel.hold = asyncio.Event()
            async with queues.working(stop_seconds=0.05):
                await until(lambda: OutgoingState.CLAIMED in states(queues).values())

        asyncio.run(run())
        assert set(states(queues).values()) == {OutgoingState.WAITING}
        assert queues.channel.delivered == []
