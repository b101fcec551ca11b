"""A title that is typed names the same button as pressing it."""

from __future__ import annotations

import pytest

from bot.db.models import Conversation, Direction, Message, MessageState
from bot.domain.replies import Button, Reply
from bot.services.message_rows import Received, answer_row
from bot.services.typed_buttons import find_typed_button
from tests.fakes.reports import Reports

SAFE = (Button("Yes, it's safe", "/yes"), Button("No, close this", "/no"))
HAZARD = (Button("No", "/none"), Button("Yes, needles", "/needles"), Button("Yes, oil", "/oil"))


@pytest.fixture
def conversation(reports: Reports) -> Conversation:
    """A conversation in which something was asked with choices, then with others."""
    _answer(reports, "1", Reply("Is it safe?", SAFE))
    return reports.conversation


def _answer(reports: Reports, key: str, *replies: Reply) -> None:
    said = Message(
        conversation_id=reports.conversation.id,
        direction=Direction.IN,
        channel="web",
        external_id=key,
        state=MessageState.ANSWERED,
    )
    reports.session.add(said)
    reports.session.flush()
    conversation = reports.conversation
    received = Received(conversation.id, conversation.tracker_id, said.id, said.channel, "somebody", "en")
    for position, reply in enumerate(replies):
        reports.session.add(Message(**answer_row(received, position, reply, MessageState.SENT)))
        reports.session.flush()


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("Yes, it's safe", "/yes"),
        ("yes it’s safe", None),
        ("yes, it’s safe.", "/yes"),
        ("YES", "/yes"),
        ("no", "/no"),
        ("maybe", None),
        ("", None),
    ],
)
def test_a_title_or_its_beginning_names_a_button(
    reports: Reports, conversation: Conversation, text: str, payload: str | None
) -> None:
    assert find_typed_button(reports.session.connection(), conversation.id, text) == payload


def test_only_the_latest_answer_counts_in_all_its_messages(
    reports: Reports, conversation: Conversation
) -> None:
    _answer(
        reports, "2", Reply("That's noted.", (Button("Undo", "/undo"),)), Reply("Anything sharp?", HAZARD)
    )
    assert find_typed_button(reports.session.connection(), conversation.id, "yes, it's safe") is None
    assert find_typed_button(reports.session.connection(), conversation.id, "undo") == "/undo"
    assert find_typed_button(reports.session.connection(), conversation.id, "no") == "/none"


def test_what_could_be_two_buttons_is_neither(reports: Reports, conversation: Conversation) -> None:
    _answer(reports, "2", Reply("Anything sharp?", HAZARD))
    assert find_typed_button(reports.session.connection(), conversation.id, "yes") is None
