"""A broadcast: everybody once, but for those who stopped or can't be reached, whenever that happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.db.models import ContactPoint, OutgoingMessage, OutgoingState, Person
from bot.db.session import Database
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.errors import DeliveryError
from bot.services.broadcasts import LONGEST_KEY, BroadcastService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService

POST = Reply("Lock your shed: two were broken into this week.")
CHANNELS = {"chat"}


@pytest.fixture
def broadcasts(outbox: OutboxService) -> BroadcastService:
    return BroadcastService(outbox, CHANNELS)


def meet(database: Database, *addresses: str, channel: str = "chat") -> list[int]:
    """The contact points of people who wrote from these addresses."""
    with database.unit_of_work() as session:
        people = [
            Person(contact_points=[ContactPoint(channel=channel, address=address)]) for address in addresses
        ]
        session.add_all(people)
        session.flush()
        return [person.contact_points[0].id for person in people]


def put(broadcasts: BroadcastService, points: list[int], key: str = "post-1") -> int:
    with broadcasts.outbox.database.unit_of_work() as session:
        return broadcasts.put(session, key, POST, points)


def sent_to(outbox: OutboxService) -> Iterator[str]:
    """Send all that waits; to whom."""
    while claimed := outbox.claim(CHANNELS, 10):
        for message in claimed:
            yield message.outgoing.address
            outbox.sent(message, "x")


def test_everybody_gets_it_once_however_often_it_is_put(
    database: Database, broadcasts: BroadcastService
) -> None:
    points = meet(database, "a", "b")
    assert put(broadcasts, [*points, points[0]]) == 2
    assert put(broadcasts, points) == 0
    assert put(broadcasts, [*points, *meet(database, "c")]) == 1
    assert list(sent_to(broadcasts.outbox)) == ["a", "b", "c"]
    assert put(broadcasts, points) == 0
    assert list(sent_to(broadcasts.outbox)) == []


def test_another_broadcast_is_another(database: Database, broadcasts: BroadcastService) -> None:
    points = meet(database, "a")
    assert [put(broadcasts, points, key) for key in ("post-1", "post-2")] == [1, 1]


def test_more_people_than_fit_one_statement(database: Database, broadcasts: BroadcastService) -> None:
    points = meet(database, *(str(number) for number in range(2500)))
    assert put(broadcasts, points) == 2500


def test_who_stopped_or_cannot_be_reached_gets_nothing(
    database: Database, broadcasts: BroadcastService
) -> None:
    points = meet(database, "stopped", "blocked", "there")
    with database.unit_of_work() as session:
        PeopleService().stop_contact(session, "chat", "stopped")
        PeopleService().note_unreachable(session, "chat", "blocked")
    assert put(broadcasts, points) == 1
    assert list(sent_to(broadcasts.outbox)) == ["there"]


def test_who_stops_or_blocks_before_it_is_their_turn_gets_nothing(
    database: Database, broadcasts: BroadcastService
) -> None:
    points = meet(database, "stopped", "blocked", "there")
    assert put(broadcasts, points) == 3
    with database.unit_of_work() as session:
        PeopleService().stop_contact(session, "chat", "stopped")
        PeopleService().note_unreachable(session, "chat", "blocked")
    assert list(sent_to(broadcasts.outbox)) == ["there"]
    with database.unit_of_work() as session:
        states = session.scalars(select(OutgoingMessage.state).order_by(OutgoingMessage.id)).all()
    assert states == [OutgoingState.LEFT_OUT, OutgoingState.LEFT_OUT, OutgoingState.SENT]


def test_an_answer_reaches_who_stopped_while_broadcasts_do_not(
    database: Database, broadcasts: BroadcastService, outbox: OutboxService
) -> None:
    put(broadcasts, meet(database, "a"))
    with database.unit_of_work() as session:
        PeopleService().stop_contact(session, "chat", "a")
        answer = Outgoing("answer", "chat", "a", Reply("You will hear nothing more from us."))
        outbox.put(session, [(answer, None)], Priority.ANSWER)
    assert [message.outgoing.key for message in outbox.claim(CHANNELS, 10)] == ["answer"]


def test_a_broadcast_that_finds_somebody_gone_is_the_last_to_try(
    database: Database, broadcasts: BroadcastService, outbox: OutboxService
) -> None:
    points = meet(database, "a")
    put(broadcasts, points)
    put(broadcasts, points, "post-2")
    (first,) = outbox.claim(CHANNELS, 10)
    outbox.fail(first, DeliveryError("blocked", is_permanent=True))
    assert list(sent_to(outbox)) == []
    assert put(broadcasts, points, "post-3") == 0


def test_what_cannot_be_pushed_to_is_left_out(database: Database, broadcasts: BroadcastService) -> None:
    assert put(broadcasts, meet(database, "a-page", channel="web")) == 0


def test_who_writes_again_is_written_to_again(database: Database, broadcasts: BroadcastService) -> None:
    points = meet(database, "a")
    with database.unit_of_work() as session:
        PeopleService().stop_contact(session, "chat", "a")
    with database.unit_of_work() as session:
        PeopleService().note_contact(session, "chat", "a")
    assert put(broadcasts, points) == 1


@pytest.mark.parametrize("key", ["", "k" * (LONGEST_KEY + 1)])
def test_a_key_that_does_not_fit_is_refused(
    database: Database, broadcasts: BroadcastService, key: str
) -> None:
    with pytest.raises(ValueError, match="characters"):
        put(broadcasts, meet(database, "a"), key)
