"""Somebody of the staff joins a chat on Telegram."""

from __future__ import annotations

import pytest

from bot.app.takeovers import create_takeovers
from bot.console.conversations import ConsoleConversations
from bot.db.models import Conversation, StaffMember
from bot.domain.staff import Actor, Role
from bot.settings import read_settings
from tests.bot_api.chats import Chat
from tests.fakes.danger import CARD
from tests.fakes.reports import create_drafts, phrases
from tests.fakes.telegram_hub import CHANNEL, TelegramHub
from tests.fakes.understanding import FakeUnderstanding


@pytest.fixture
def staff(hub: TelegramHub) -> Actor:
    """Somebody of the hub."""
    with hub.database.unit_of_work() as session:
        member = StaffMember(email="jo@hub.example", name="Jo", role=Role.HUB_OFFICER)
        session.add(member)
        session.flush()
        return Actor(member.email, member.id, member.role)


@pytest.fixture
def desk(hub: TelegramHub) -> ConsoleConversations:
    """What the console has, with the channel's own signs."""
    settings = read_settings(secret="for-tests-only")
    drafts = create_drafts(FakeUnderstanding())
    made = create_takeovers(settings, hub.database, phrases(), drafts, frozenset({CHANNEL}))
    assert hub.channel.show_typing is not None
    made.signs.typing[CHANNEL] = hub.channel.show_typing
    return made


def test_words_go_both_ways_and_typing_is_shown(
    sam: Chat, hub: TelegramHub, staff: Actor, desk: ConsoleConversations
) -> None:
    sam.say("there is rubbish in the lane")
    sam.wait_for(1)
    with hub.database.unit_of_work() as session:
        desk.takeovers.join(session, staff, session.query(Conversation).one())
    assert "Jo from the hub has joined" in sam.wait_for(2)[1]
    sam.say("Mill Lane")
    with hub.database.unit_of_work() as session:
        address = desk.takeovers.note_typing(session, staff, session.query(Conversation).one())
    assert address is not None
    hub.run(desk.signs.show_typing(CHANNEL, address))
    assert [given["action"] for method, given in sam.state.requests if method == "sendChatAction"] == [
        "typing"
    ]
    with hub.database.unit_of_work() as session:
        desk.takeovers.say(session, staff, session.query(Conversation).one(), "one", "Which end?")
    assert sam.wait_for(3)[2] == "Jo from the hub: Which end?"
    sam.say("help me now")
    assert sam.wait_for(4)[3] == CARD
    assert [one.message for one in hub.rasa.told] == ["there is rubbish in the lane"]
    with hub.database.unit_of_work() as session:
        desk.takeovers.hand_back(session, staff, session.query(Conversation).one())
    assert "writing with the computer helper again" in sam.wait_for(5)[4]
    sam.say("and a sofa")
    assert sam.wait_for(6)[5] == "Where is it?"
