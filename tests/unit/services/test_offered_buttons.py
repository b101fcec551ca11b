"""Buttons are worth something in the chat, the conversation and the message in which they were offered."""

from __future__ import annotations

import pytest

from bot.db.models import Conversation, Direction, Message, MessageState, OutgoingMessage
from bot.db.session import Database
from bot.services.offered_buttons import OfferedButtons
from bot.services.people import PeopleService

OFFERED = OfferedButtons("a key for tests", "chat", PeopleService())
KEY = "answer:1:0"


@pytest.fixture(autouse=True)
def offered(database: Database) -> None:
    """Ann was offered two buttons in the message 40; Ben talks too."""
    with database.unit_of_work() as session:
        conversation: Conversation = PeopleService().meet(session, "chat", "ann")
        PeopleService().meet(session, "chat", "ben")
        buttons = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
        message = Message(
            conversation_id=conversation.id,
            direction=Direction.OUT,
            channel="chat",
            external_id=KEY,
            content={"buttons": buttons},
            state=MessageState.SENT,
        )
        session.add(message)
        session.flush()
        sent = OutgoingMessage(
            key=KEY, channel="chat", address="ann", content={}, message_id=message.id, external_id="40"
        )
        session.add(sent)


@pytest.mark.parametrize(
    ("signed_for", "position", "pressed_by", "under", "payload"),
    [
        ("ann", 0, "ann", "40", "/affirm"),
        ("ann", 1, "ann", "40", "/deny"),
        ("ann", 2, "ann", "40", None),
        ("ann", 0, "ann", "12", None),
        ("ann", 0, "ben", "40", None),
        ("ben", 0, "ben", "40", None),
        ("cat", 0, "cat", "40", None),
    ],
)
def test_a_press_means(
    database: Database, signed_for: str, position: int, pressed_by: str, under: str, payload: str | None
) -> None:
    data = OFFERED.sign(signed_for, KEY, position)
    with database.unit_of_work() as session:
        assert OFFERED.find(session, pressed_by, data, under) == payload


def test_one_signed_with_another_key_means_nothing(database: Database) -> None:
    data = OfferedButtons("another", "chat", PeopleService()).sign("ann", KEY, 0)
    with database.unit_of_work() as session:
        assert OFFERED.find(session, "ann", data, "40") is None


def test_it_fits_into_what_telegram_carries() -> None:
    assert len(OFFERED.sign("-1001234567890", "answer:9999999999:10", 10)) <= 64
