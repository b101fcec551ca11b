"""The outbox: each message once, in order for an address, with pauses, and a list for staff."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.db.models import (
    ContactPoint,
    Conversation,
    Direction,
    Message,
    MessageState,
    OutgoingMessage,
    OutgoingState,
    Person,
)
from bot.db.session import Database
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Button, Reply
from bot.domain.staff import COMMAND_LINE
from bot.errors import DeliveryError
from bot.services.audit import AuditService
from bot.services.inbox import InboxService
from bot.services.outbox import MOST_ATTEMPTS, ClaimedMessage, OutboxService
from bot.services.undelivered import Queue, UndeliveredService
from tests.unit.queues.conftest import Clock

CHANNELS = {"chat"}
WHERE = Reply("Where is it?", (Button("Here", "/here"),))
BUSY = DeliveryError("too_many_requests", is_permanent=False)


@pytest.fixture
def answer_id(database: Database) -> int:
    """An answer in somebody's transcript that is to be delivered to the address `a`."""
    with database.unit_of_work() as session:
        person = Person(contact_points=[ContactPoint(channel="chat", address="a")])
        session.add(person)
        session.flush()
        conversation = Conversation(person_id=person.id, channel="chat")
        session.add(conversation)
        session.flush()
        message = Message(
            conversation_id=conversation.id,
            direction=Direction.OUT,
            channel="chat",
            external_id="answer:1:0",
            text="Where is it?",
            state=MessageState.QUEUED,
        )
        session.add(message)
        session.flush()
        return message.id


def put(
    outbox: OutboxService,
    key: str,
    address: str = "a",
    reply: Reply | None = None,
    answer_id: int | None = None,
    priority: Priority = Priority.ANSWER,
) -> None:
    with outbox.database.unit_of_work() as session:
        outgoing = Outgoing(key, "chat", address, reply or Reply(f"text of {key}"))
        outbox.put(session, [(outgoing, answer_id)], priority)


def claim(outbox: OutboxService) -> list[str]:
    return [message.outgoing.key for message in outbox.claim(CHANNELS, 10)]


def claim_one(outbox: OutboxService) -> ClaimedMessage:
    (claimed,) = outbox.claim(CHANNELS, 10)
    return claimed


def rows(database: Database) -> dict[str, OutgoingMessage]:
    with database.unit_of_work() as session:
        return {row.key: row for row in session.scalars(select(OutgoingMessage))}


def try_again(outbox: OutboxService, number: int | None = None) -> int:
    """As staff do: one, or all; how many there were."""
    with outbox.database.unit_of_work() as unit:
        undelivered = UndeliveredService(AuditService(), outbox.now)
        return undelivered.try_again(unit, COMMAND_LINE, Queue.OUTBOX, number)


class TestPut:
    def test_the_same_key_can_not_be_put_twice(self, outbox: OutboxService) -> None:
        put(outbox, "1")
        with pytest.raises(IntegrityError):
            put(outbox, "1", "b")

    def test_it_comes_out_whole(self, outbox: OutboxService) -> None:
        reply = Reply("Filed.", (Button("Add", "/add"),), danger=None, concern={"reference": "x"})
        put(outbox, "1", reply=reply)
        assert claim_one(outbox).outgoing == Outgoing("1", "chat", "a", reply)

    def test_what_its_cause_undoes_is_not_sent(self, outbox: OutboxService) -> None:
        def fail() -> None:
            with outbox.database.unit_of_work() as session:
                outbox.put(session, [(Outgoing("1", "chat", "a", WHERE), None)], Priority.ANSWER)
                raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            fail()
        assert claim(outbox) == []


class TestOrder:
    def test_one_at_a_time_for_an_address_in_order(self, outbox: OutboxService) -> None:
        for key, address in (("1", "a"), ("2", "a"), ("3", "b")):
            put(outbox, key, address)
        first, _ = outbox.claim(CHANNELS, 10)
        assert claim(outbox) == []
        following = outbox.sent(first, "d1")
        assert following is not None
        assert following.outgoing.key == "2"

    def test_a_later_one_waits_for_an_earlier_one_that_failed(
        self, outbox: OutboxService, clock: Clock
    ) -> None:
        put(outbox, "1")
        put(outbox, "2")
        outbox.fail(claim_one(outbox), BUSY)
        assert claim(outbox) == []
        clock.turn(seconds=5)
        assert claim(outbox) == ["1"]

    def test_answers_go_before_broadcasts_and_danger_before_everything(self, outbox: OutboxService) -> None:
        put(outbox, "post", priority=Priority.BROADCAST)
        put(outbox, "answer")
        put(outbox, "card", reply=Reply("Call 999.", danger="medical"))
        message: ClaimedMessage | None = claim_one(outbox)
        order = []
        while message is not None:
            order.append(message.outgoing.key)
            message = outbox.sent(message, "x")
        assert order == ["card", "answer", "post"]

    def test_answers_wait_for_the_end_of_a_burst_and_danger_does_not(
        self, outbox: OutboxService, inbox: InboxService
    ) -> None:
        asyncio.run(inbox.store("chat", "u1", "a", {}))
        (update,) = inbox.claim(CHANNELS, 1)
        put(outbox, "answer")
        assert claim(outbox) == []
        put(outbox, "card", reply=Reply("Call 999.", danger="medical"))
        assert claim(outbox) == ["card"]
        outbox.put_back(outbox.claim(CHANNELS, 10))
        inbox.finish(update, claim_next=False)
        outbox.take_back(everything=True)
        assert claim(outbox) == ["card"]


class TestBurst:
    def test_a_question_that_is_asked_again_is_sent_once(
        self, outbox: OutboxService, database: Database, answer_id: int
    ) -> None:
        put(outbox, "1", reply=WHERE, answer_id=answer_id)
        put(outbox, "2", reply=Reply("Thanks."), answer_id=answer_id)
        put(outbox, "3", reply=WHERE, answer_id=answer_id)
        message: ClaimedMessage | None = claim_one(outbox)
        order = []
        while message is not None:
            order.append(message.outgoing.key)
            message = outbox.sent(message, "x")
        assert order == ["2", "3"]
        assert rows(database)["1"].state == OutgoingState.LEFT_OUT


class TestSent:
    def test_the_channels_key_is_kept_and_the_words_are_not(
        self, outbox: OutboxService, database: Database, answer_id: int
    ) -> None:
        put(outbox, "1", reply=WHERE, answer_id=answer_id)
        outbox.sent(claim_one(outbox), "delivered-7")
        row = rows(database)["1"]
        assert (row.state, row.external_id, row.content) == (OutgoingState.SENT, "delivered-7", {})
        with database.unit_of_work() as session:
            assert session.get_one(Message, answer_id).state == MessageState.SENT

    def test_one_whose_claim_ran_out_meanwhile_is_not_sent_again(
        self, outbox: OutboxService, clock: Clock
    ) -> None:
        put(outbox, "1")
        slow = claim_one(outbox)
        clock.turn(minutes=4)
        outbox.take_back()
        assert outbox.sent(slow, "x") is None
        assert claim(outbox) == []


class TestFail:
    def test_the_pause_grows_and_heeds_what_the_channel_asks_for(
        self, outbox: OutboxService, database: Database, clock: Clock
    ) -> None:
        put(outbox, "1")
        pauses = []
        for _ in range(4):
            outbox.fail(claim_one(outbox), BUSY)
            due = rows(database)["1"].due_at
            pauses.append((due - clock.now).total_seconds())
            clock.now = due
        assert pauses == sorted(pauses)
        assert 1 <= pauses[0] <= 2
        assert 8 <= pauses[3] <= 9
        outbox.fail(claim_one(outbox), DeliveryError("flood", is_permanent=False, retry_after=600))
        assert rows(database)["1"].due_at - clock.now == timedelta(minutes=10)

    def test_after_enough_tries_it_is_for_staff_who_can_send_it_again(
        self, outbox: OutboxService, clock: Clock, database: Database, answer_id: int
    ) -> None:
        put(outbox, "1", answer_id=answer_id)
        for attempt in range(MOST_ATTEMPTS):
            assert outbox.fail(claim_one(outbox), BUSY) == (attempt == MOST_ATTEMPTS - 1)
            clock.turn(minutes=6)
        assert claim(outbox) == []
        (given_up,) = outbox.list_given_up()
        assert (given_up.key, given_up.reason) == ("1", "too_many_requests")
        with database.unit_of_work() as session:
            assert session.get_one(Message, answer_id).state == MessageState.FAILED
        assert try_again(outbox, given_up.id) == 1
        assert claim_one(outbox).outgoing.reply.text == "text of 1"

    def test_a_permanent_error_is_decided_at_once_and_of_a_blocked_address_remembered(
        self, outbox: OutboxService, database: Database, clock: Clock, answer_id: int
    ) -> None:
        put(outbox, "1", answer_id=answer_id)
        put(outbox, "2")
        assert outbox.fail(claim_one(outbox), DeliveryError("blocked", is_permanent=True))
        assert rows(database)["1"].state == OutgoingState.GIVEN_UP
        assert rows(database)["2"].state == OutgoingState.WAITING
        with database.unit_of_work() as session:
            assert session.scalars(select(ContactPoint.unreachable_since)).one() == clock.now

    def test_another_permanent_error_says_nothing_about_the_address(
        self, outbox: OutboxService, database: Database, answer_id: int
    ) -> None:
        put(outbox, "1", answer_id=answer_id)
        outbox.fail(claim_one(outbox), DeliveryError("bad_request", is_permanent=True))
        with database.unit_of_work() as session:
            assert session.scalars(select(ContactPoint.unreachable_since)).one() is None


class TestRetention:
    def test_what_was_given_up_is_emptied_when_its_days_are_over(
        self, outbox: OutboxService, database: Database, clock: Clock
    ) -> None:
        put(outbox, "1")
        put(outbox, "2", "b")
        for message in outbox.claim(CHANNELS, 10):
            outbox.fail(message, DeliveryError("refused", is_permanent=True))
        clock.turn(days=29)
        try_again(outbox, outbox.list_given_up()[1].id)
        outbox.fail(claim_one(outbox), DeliveryError("refused", is_permanent=True))
        clock.turn(days=2)
        assert outbox.forget_old() == 1
        assert [row.key for row in outbox.list_given_up()] == ["2"]
        forgotten = rows(database)["1"]
        assert (forgotten.state, forgotten.content) == (OutgoingState.FORGOTTEN, {})
        assert try_again(outbox) == 1
        assert claim(outbox) == ["2"]
