"""Messages are stored, answered once and in order, whatever is stopped in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from bot.db.models import ContactPoint, Conversation, Direction, Message, MessageState
from bot.db.session import Database
from bot.domain.replies import Incoming, Reply
from bot.errors import StoppingError
from bot.jobs.unanswered import UnansweredJob
from bot.services.conversations import ConversationService
from bot.services.erasure import ErasureService
from bot.services.message_answers import Answered
from bot.services.people import PeopleService
from bot.services.removals import RemovalService
from tests.fakes.danger import CARD
from tests.fakes.hub import create_conversations
from tests.fakes.rasa import FakeRasa

NOW = timedelta(0)


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


type Begin = Callable[[], ConversationService]


@pytest.fixture
def begin(database: Database, rasa: FakeRasa) -> Begin:
    """Starts a hub on the same database."""
    removal = RemovalService(database, ErasureService(PeopleService()), lambda _files: None, rasa.forget)
    return lambda: create_conversations(database, rasa, removal)


def said(key: str, text: str = "a mattress", address: str = "ann") -> Incoming:
    return Incoming("web", address, key, text)


def texts(database: Database, direction: Direction) -> list[str | None]:
    with database.unit_of_work() as session:
        query = select(Message.text).where(Message.direction == direction).order_by(Message.id)
        return list(session.scalars(query))


def states(database: Database) -> list[MessageState]:
    with database.unit_of_work() as session:
        incoming = select(Message.state).where(Message.direction == Direction.IN).order_by(Message.id)
        return list(session.scalars(incoming))


async def cut_short(conversations: ConversationService, rasa: FakeRasa, *messages: Incoming) -> None:
    """Have the hub stop while Rasa has the messages."""
    rasa.hold = asyncio.Event()
    for incoming in messages:
        task = asyncio.create_task(conversations.receive(incoming))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    rasa.hold = None


class TestCatchUp:
    def test_what_was_left_is_answered_in_order_once(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> None:
            await cut_short(begin(), rasa, said("1", "first"))
            conversations = begin()
            await conversations.find_left(NOW)
            assert conversations.left == [("web", "ann")]
            await conversations.catch_up("web", "ann")
            await conversations.catch_up("web", "ann")

        asyncio.run(run())
        assert states(database) == [MessageState.ANSWERED]
        assert texts(database, Direction.OUT) == ["Where is it?"]
        assert rasa.told[-1].metadata == {"message": 1}

    def test_a_later_message_is_answered_after_it(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> None:
            await cut_short(begin(), rasa, said("1", "first"))
            rasa.told.clear()
            conversations = begin()
            await conversations.find_left(NOW)
            await conversations.receive(said("2", "second"))

        asyncio.run(run())
        assert [told.message for told in rasa.told] == ["first", "second"]
        assert states(database) == [MessageState.ANSWERED] * 2

    def test_in_the_same_hub_too(self, begin: Begin, rasa: FakeRasa) -> None:
        async def run() -> None:
            conversations = begin()
            await cut_short(conversations, rasa, said("1", "first"))
            rasa.told.clear()
            await conversations.receive(said("2", "second"))

        asyncio.run(run())
        assert [told.message for told in rasa.told] == ["first", "second"]

    def test_whoever_sends_it_again_gets_the_one_answer(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> list[Reply]:
            await cut_short(begin(), rasa, said("1"))
            conversations = begin()
            await conversations.find_left(NOW)
            return list((await conversations.receive(said("1"))).replies)

        assert asyncio.run(run()) == [Reply("Where is it?")]
        assert texts(database, Direction.OUT) == ["Where is it?"]

    def test_one_that_can_not_be_answered_holds_nobody_up(
        self, begin: Begin, rasa: FakeRasa, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ValueError("always")

        async def run() -> None:
            await cut_short(begin(), rasa, said("1", "first"))
            conversations = begin()
            await conversations.find_left(NOW)
            with monkeypatch.context() as broken:
                broken.setattr(FakeRasa, "send", fail)
                for _ in range(6):
                    await conversations.catch_up("web", "ann")
            await conversations.receive(said("2", "second"))

        asyncio.run(run())
        assert states(database) == [MessageState.FAILED, MessageState.ANSWERED]


class TestUnansweredJob:
    def test_it_waits_for_rasa_and_then_answers(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        looks: list[bool] = []

        async def is_ready() -> bool:
            looks.append(len(looks) > 0)
            return looks[-1]

        async def run() -> None:
            await cut_short(begin(), rasa, said("1"))
            job = UnansweredJob(begin(), is_ready, NOW)
            running = asyncio.create_task(job.run())
            async with asyncio.timeout(20):
                while not texts(database, Direction.OUT):  # noqa: ASYNC110  it is the database that changes
                    await asyncio.sleep(0.01)
            job.stop()
            await running

        asyncio.run(run())
        assert looks == [False, True]
        assert states(database) == [MessageState.ANSWERED]


class TestTurns:
    def test_two_devices_of_one_person_do_not_interleave(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> None:
            conversations = begin()
            await conversations.receive(said("1"))
            with database.unit_of_work() as session:
                person_id = session.scalars(select(Conversation.person_id)).one()
                session.add(ContactPoint(person_id=person_id, channel="web", address="anns phone"))
            rasa.hold = asyncio.Event()
            tasks = [
                asyncio.create_task(conversations.receive(said("2", "by desk"))),
                asyncio.create_task(conversations.receive(said("3", "by phone", "anns phone"))),
            ]
            await asyncio.sleep(0.05)
            assert [told.message for told in rasa.told] == ["a mattress", "by desk"]
            rasa.hold.set()
            await asyncio.gather(*tasks)

        asyncio.run(run())
        assert [told.message for told in rasa.told] == ["a mattress", "by desk", "by phone"]
        assert len({told.tracker_id for told in rasa.told}) == 1


class TestStop:
    def test_it_waits_for_what_is_being_answered(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> bool:
            conversations = begin()
            rasa.hold = hold = asyncio.Event()
            asking = asyncio.create_task(conversations.receive(said("1")))
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_later(0.05, hold.set)
            has_ended = await conversations.stop(20)
            await asking
            return has_ended

        assert asyncio.run(run())
        assert states(database) == [MessageState.ANSWERED]

    def test_what_can_not_be_answered_any_more_waits_for_the_next_start(
        self, begin: Begin, rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> None:
            conversations = begin()
            rasa.is_down = True
            await conversations.stop(0)
            with pytest.raises(StoppingError):
                await conversations.receive(said("1"))

        asyncio.run(run())
        assert states(database) == [MessageState.RECEIVED]


class TestDanger:
    @pytest.mark.parametrize("text", ["help me now", "sounds bad"])
    def test_the_card_comes_while_the_database_is_down(
        self, begin: Begin, rasa: FakeRasa, database: Database, text: str
    ) -> None:
        def fail(*_: object) -> None:
            raise OperationalError("INSERT", {}, Exception("database is locked"))

        async def run() -> Answered:
            conversations = begin()
            await cut_short(conversations, rasa, said("1"))
            event.listen(database.engine, "before_cursor_execute", fail)
            try:
                return await conversations.receive(said("2", text))
            finally:
                event.remove(database.engine, "before_cursor_execute", fail)

        answered = asyncio.run(run())
        assert [reply.text for reply in answered.replies] == [CARD]
        assert not answered.is_stored

    def test_it_waits_for_no_other_message(self, begin: Begin, rasa: FakeRasa) -> None:
        async def run() -> list[str]:
            conversations = begin()
            rasa.hold = asyncio.Event()
            slow = asyncio.create_task(conversations.receive(said("1")))
            await asyncio.sleep(0)
            answered = await conversations.receive(said("2", "help me now"))
            rasa.hold.set()
            await slow
            return [reply.text for reply in answered.replies]

        assert asyncio.run(run()) == [CARD]
