"""Two hubs on one database: a conversation is worked on by one of them at a time."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from bot.db.base import utc_now
from bot.db.models import Conversation, Person
from bot.db.session import Database
from bot.services.turns import Turns


@pytest.fixture
def conversation_id(database: Database) -> str:
    with database.unit_of_work() as session:
        person = Person()
        session.add(person)
        session.flush()
        conversation = Conversation(person_id=person.id, channel="web")
        session.add(conversation)
        session.flush()
        return conversation.id


def claimed(database: Database) -> bool:
    with database.unit_of_work() as session:
        return session.scalars(select(Conversation.claimed_until)).one() is not None


class TestOfConversation:
    def test_another_hub_waits_for_its_turn_where_the_database_is_shared(
        self, database: Database, conversation_id: str
    ) -> None:
        order: list[str] = []

        async def work(name: str, turns: Turns, is_in: asyncio.Event) -> None:
            async with turns.of_conversation(conversation_id) as has_waited:
                order.append(f"{name} begins {has_waited}")
                is_in.set()
                await asyncio.sleep(0.05)
                order.append(f"{name} ends")

        async def run() -> None:
            first, second = asyncio.Event(), asyncio.Event()
            one = asyncio.create_task(work("one", Turns(database), first))
            await first.wait()
            await asyncio.gather(one, work("two", Turns(database), second))

        if not database.is_shared:
            pytest.skip("a SQLite file belongs to one hub, where a lock does it")
        asyncio.run(run())
        assert order == ["one begins False", "one ends", "two begins True", "two ends"]
        assert not claimed(database)

    def test_the_same_hub_needs_no_second_look_when_nobody_is_before_it(
        self, database: Database, conversation_id: str
    ) -> None:
        async def run() -> list[bool]:
            turns, waited = Turns(database), []
            for _ in range(2):
                async with turns.of_conversation(conversation_id) as has_waited:
                    waited.append(has_waited)
            return waited

        assert asyncio.run(run()) == [False, False]

    def test_the_claim_of_a_hub_that_died_runs_out(self, database: Database, conversation_id: str) -> None:
        with database.unit_of_work() as session:
            session.execute(update(Conversation).values(claimed_until=utc_now()))

        async def run() -> bool:
            async with Turns(database).of_conversation(conversation_id) as has_waited:
                return has_waited

        assert not asyncio.run(run())

    def test_one_that_was_deleted_holds_nobody_up(self, database: Database) -> None:
        async def run() -> None:
            async with asyncio.timeout(20), Turns(database).of_conversation("gone"):
                pass

        asyncio.run(run())
