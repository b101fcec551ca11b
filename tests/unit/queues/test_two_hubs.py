"""Two hubs on one database are given the same things at once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.db.models import Direction, Message, MessageState, OutgoingMessage
from bot.db.session import Database
from bot.domain.replies import Incoming
from bot.services.conversations import ConversationService
from bot.services.erasure import ErasureService
from bot.services.people import PeopleService
from bot.services.removals import RemovalService
from tests.fakes.hub import create_conversations
from tests.fakes.rasa import FakeRasa


class SlowRasa(FakeRasa):
    """Takes long enough for the other hub to come in between."""

    async def send(self, *given: object) -> list[object]:  # type: ignore[override]
        await asyncio.sleep(0.05)
        return await super().send(*given)  # type: ignore[arg-type, return-value]


@pytest.fixture
def rasa() -> FakeRasa:
    return SlowRasa()


@pytest.fixture
def hubs(database: Database, rasa: FakeRasa) -> list[ConversationService]:
    """As many as the database may have."""
    removal = RemovalService(database, ErasureService(PeopleService()), lambda _files: None, rasa.forget)
    count = 2 if database.is_shared else 1
    return [create_conversations(database, rasa, removal, frozenset({"chat"})) for _ in range(count)]


def said(key: str, text: str, channel: str = "chat") -> Incoming:
    return Incoming(channel, "ann", key, text)


class TestReceive:
    @pytest.mark.parametrize("channel", ["web", "chat"])
    def test_a_message_given_to_both_is_answered_once(
        self, hubs: list[ConversationService], rasa: FakeRasa, database: Database, channel: str
    ) -> None:
        async def run() -> None:
            await hubs[0].receive(said("1", "first", channel))
            again = [hub.receive(said("2", "second", channel)) for hub in hubs * 2]
            answers = await asyncio.gather(*again)
            assert {answered.replies for answered in answers} == {answers[0].replies}

        asyncio.run(run())
        assert [told.message for told in rasa.told] == ["first", "second"]
        with database.unit_of_work() as session:
            incoming = select(Message.state).where(Message.direction == Direction.IN)
            assert set(session.scalars(incoming)) == {MessageState.ANSWERED}
            outgoing = session.scalars(select(OutgoingMessage.key)).all()
            assert len(outgoing) == (2 if channel == "chat" else 0)

    def test_messages_of_one_person_take_turns(
        self, hubs: list[ConversationService], rasa: FakeRasa, database: Database
    ) -> None:
        async def run() -> None:
            await hubs[0].receive(said("0", "hello"))
            messages = [hub.receive(said(str(n), f"m{n}")) for n in range(1, 4) for hub in hubs[-1:]]
            await asyncio.gather(*messages)

        asyncio.run(run())
        assert [told.message for told in rasa.told] == ["hello", "m1", "m2", "m3"]
