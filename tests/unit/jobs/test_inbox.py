"""From a stored update to what is delivered, by both workers."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from bot.db.models import InboxState, InboxUpdate, Message, MessageState, OutgoingMessage
from bot.domain.replies import Incoming, Reply
from bot.errors import NotYetError
from bot.services.conversations import DELETE
from tests.fakes.danger import CARD
from tests.fakes.reports import phrases
from tests.unit.jobs.conftest import Queues, until


def states(queues: Queues) -> list[InboxState]:
    with queues.database.unit_of_work() as session:
        return list(session.scalars(select(InboxUpdate.state).order_by(InboxUpdate.id)))


class TestInboxWorker:
    def test_what_somebody_writes_is_answered_once(self, queues: Queues) -> None:
        async def run() -> None:
            async with queues.working():
                await queues.say("1", "hello")
                await queues.say("1", "hello")
                await until(lambda: bool(queues.channel.delivered))

        asyncio.run(run())
        assert queues.channel.texts == ["Where is it?"]
        assert [told.message for told in queues.rasa.told] == ["hello"]
        assert states(queues) == [InboxState.DONE]
        with queues.database.unit_of_work() as session:
            assert list(session.scalars(select(Message.state))) == [MessageState.ANSWERED, MessageState.SENT]

    def test_what_was_stored_before_the_start_is_answered(self, queues: Queues) -> None:
        async def run() -> None:
            await queues.say("1", "hello")
            # Somebody had it in hand and died.
            queues.inbox.claim({"chat"}, 1)
            async with queues.working():
                await until(lambda: bool(queues.channel.delivered))

        asyncio.run(run())
        assert queues.channel.texts == ["Where is it?"]

    def test_a_burst_is_answered_together_and_the_same_question_asked_once(self, queues: Queues) -> None:
        queues.rasa.answers = {"hi": [Reply("Hello."), Reply("Where is it?")], "here": [Reply("Thanks.")]}

        async def run() -> None:
            for key, text in (("1", "hi"), ("2", "here"), ("3", "a mattress")):
                await queues.say(key, text)
            async with queues.working():
                await until(lambda: len(queues.channel.delivered) == 3)

        asyncio.run(run())
        assert [told.message for told in queues.rasa.told] == ["hi", "here", "a mattress"]
        assert queues.channel.texts == ["Hello.", "Thanks.", "Where is it?"]

    def test_nobody_waits_for_somebody_elses_message(self, queues: Queues) -> None:
        async def run() -> None:
            queues.rasa.hold = asyncio.Event()
            async with queues.working():
                await queues.say("1", "slow")
                await until(lambda: len(queues.rasa.told) == 1)
                await queues.say("2", "help me now", person="ben")
                await until(lambda: bool(queues.channel.delivered))
                assert queues.channel.delivered[0].address == "ben"
                queues.rasa.hold.set()
                await until(lambda: len(queues.channel.delivered) == 2)

        asyncio.run(run())

    def test_an_error_is_tried_again_in_order(self, queues: Queues) -> None:
        queues.channel.errors.append(ValueError("once"))

        async def run() -> None:
            async with queues.working():
                await queues.say("1", "hello")
                await queues.say("2", "hello again")
                await until(lambda: len(queues.rasa.told) == 2)

        asyncio.run(run())
        assert queues.channel.taken == ["1", "2"]

    def test_danger_is_answered_while_rasa_is_down(self, queues: Queues) -> None:
        queues.rasa.is_down = True

        async def run() -> None:
            async with queues.working():
                await queues.say("1", "help me now")
                await until(lambda: bool(queues.channel.delivered))

        asyncio.run(run())
        assert queues.channel.texts == [CARD]

    def test_a_deleted_conversation_is_told_so_and_leaves_nothing(self, queues: Queues) -> None:
        async def run() -> None:
            async with queues.working():
                await queues.say("1", "hello")
                await until(lambda: len(queues.channel.delivered) == 1)
                await queues.say("2", "", payload=DELETE)
                await until(lambda: len(queues.channel.delivered) == 2)

        asyncio.run(run())
        assert queues.channel.texts == ["Where is it?", phrases().text("deleted")]
        with queues.database.unit_of_work() as session:
            assert list(session.scalars(select(Message))) == []
            assert [row.content for row in session.scalars(select(OutgoingMessage))] == [{}]
            # Only that the channel's update was taken is still known.
            assert [row.content for row in session.scalars(select(InboxUpdate))] == [{}]


class TestDangerBesideTheInbox:
    def test_it_is_answered_while_an_earlier_message_is_still_with_rasa(self, queues: Queues) -> None:
        async def run() -> None:
            queues.rasa.hold = asyncio.Event()
            danger = Incoming("chat", "ann", "2", "help me now")
            assert [reply.text for reply in queues.conversations.card_for(danger)] == [CARD]
            assert queues.conversations.card_for(Incoming("chat", "ann", "3", "sounds bad")) == ()
            async with queues.working():
                await queues.say("1", "slow")
                await until(lambda: len(queues.rasa.told) == 1)
                await queues.say("2", "help me now")
                await queues.conversations.receive(danger)
                await until(lambda: queues.channel.texts == [CARD])
                queues.rasa.hold.set()
                await until(lambda: states(queues) == [InboxState.DONE] * 2)

        asyncio.run(run())
        assert queues.channel.texts.count(CARD) == 1


class TestStop:
    def test_what_is_in_hand_is_finished(self, queues: Queues) -> None:
        async def run() -> None:
            queues.rasa.hold = hold = asyncio.Event()
            async with queues.working():
                await queues.say("1", "hello")
                await until(lambda: len(queues.rasa.told) == 1)
                await queues.say("2", "hello again")
                asyncio.get_running_loop().call_later(0.05, hold.set)

        asyncio.run(run())
        assert states(queues) == [InboxState.DONE, InboxState.WAITING]

    def test_what_takes_too_long_is_put_back_and_answered_after_the_next_start(self, queues: Queues) -> None:
        async def run() -> None:
            queues.rasa.hold = asyncio.Event()
            async with queues.working(stop_seconds=0.05):
                await queues.say("1", "hello")
                await until(lambda: len(queues.rasa.told) == 1)
            assert states(queues) == [InboxState.WAITING]
            queues.rasa.hold = None
            async with queues.working():
                await until(lambda: bool(queues.channel.delivered))

        asyncio.run(run())
        assert queues.channel.texts == ["Where is it?"]
        # The same message, by its id, is given to Rasa again.
        assert queues.rasa.told[0].metadata == queues.rasa.told[1].metadata

    def test_whoever_writes_after_somebody_deleted_everything_is_answered(self, queues: Queues) -> None:
        async def run() -> None:
            async with queues.working():
                await queues.say("1", "", "ann", payload=DELETE)
                await until(lambda: len(queues.channel.delivered) == 1)
                # The database gives the number of the deleted message to the next one.
                await queues.say("2", "hello", "ben")
                await until(lambda: len(queues.channel.delivered) == 2)

        asyncio.run(run())
        assert queues.channel.texts[1] == "Where is it?"

    def test_what_is_not_yet_its_turn_waits_and_holds_up_only_its_own_address(self, queues: Queues) -> None:
        queues.channel.errors.append(NotYetError(0.3))

        async def run() -> None:
            await queues.say("1", "first")
            await queues.say("2", "second")
            await queues.say("3", "other", person="bob")
            async with queues.working():
                await until(lambda: len(queues.channel.taken) == 3)

        asyncio.run(run())
        assert queues.channel.taken == ["3", "1", "2"]
        with queues.database.unit_of_work() as session:
            tries = session.scalars(select(InboxUpdate.attempts).order_by(InboxUpdate.id)).all()
        assert tries == [1, 1, 1]
