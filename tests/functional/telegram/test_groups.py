"""Groups and channels: what the bot says where several can read it, and how one is linked."""

from __future__ import annotations

import pytest

from bot.channels.telegram.words import TelegramWords
from bot.db.models import LinkedChat
from bot.services.linked_chats import LinkedChatService
from tests.bot_api.chats import Chat, buttons_of
from tests.bot_api.server import BotApi
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import TelegramHub, until

WORDS = TelegramWords.read(1024, phrases().catalogues)
ADMINISTRATOR, MEMBER = 2001, 2002
GROUP, CHANNEL = -100500, -100600


@pytest.fixture
def group(api: BotApi, hub: TelegramHub) -> Chat:
    """A group with an administrator and a member."""
    api.state.members[GROUP] = {ADMINISTRATOR: "administrator", MEMBER: "member"}
    return api.group(GROUP)


def linked(hub: TelegramHub) -> list[str]:
    with hub.database.unit_of_work() as session:
        return [chat.address for chat in session.query(LinkedChat)]


def make_code(hub: TelegramHub) -> str:
    with hub.database.unit_of_work() as session:
        return LinkedChatService().make_code(session)


class TestSpeaking:
    def test_it_answers_only_when_spoken_to_and_moves_to_a_private_chat(
        self, group: Chat, hub: TelegramHub
    ) -> None:
        group.say("somebody dumped a sofa in our lane", MEMBER)
        group.mention("somebody dumped a sofa in our lane", MEMBER)
        assert group.wait_for(1) == [WORDS.text("group_private")]
        button = buttons_of(group.heard[0])[0]
        assert button["url"] == "https://t.me/LocalFocusTestBot?start=report"
        assert not hub.rasa.told

    def test_a_reply_and_a_command_are_speaking_to_it(self, group: Chat) -> None:
        group.say("/report", MEMBER)
        group.wait_for(1)
        group.say("thanks", MEMBER, reply_to_message=dict(group.heard[0]))
        group.wait_for(2)
        group.say("/report@SomeOtherBot", MEMBER)
        group.mention("are you there", MEMBER)
        group.wait_for(3)
        assert group.texts == [WORDS.text("group_private")] * 3

    def test_danger_is_answered_unasked_and_nothing_of_it_repeated(
        self, group: Chat, hub: TelegramHub
    ) -> None:
        group.say("help me now he is at 5 Mill Lane", MEMBER)
        (message,) = group.wait(lambda heard: len(heard) == 1)
        assert message["text"] == WORDS.text("group_danger")
        assert "999" in message["text"]
        assert buttons_of(message)[0]["url"].startswith("https://t.me/")
        assert not hub.rasa.told

    def test_what_only_the_model_took_for_danger_is_no_reason_to_speak_unasked(self, group: Chat) -> None:
        group.say("that sounds bad", MEMBER)
        group.mention("that sounds bad", MEMBER)
        assert group.wait_for(1) == [WORDS.text("group_danger")]
        assert len(group.state.updates) == 0 or group.texts == [WORDS.text("group_danger")]


class TestLinking:
    def test_an_administrator_links_it_once_with_a_code(self, group: Chat, hub: TelegramHub) -> None:
        code = make_code(hub)
        group.say(f"/link {code}", MEMBER)
        group.say(f"/link {code.lower()}", ADMINISTRATOR)
        group.say(f"/link {code}", ADMINISTRATOR)
        assert group.wait_for(3) == [
            WORDS.text("link_not_administrator"),
            WORDS.text("link_done"),
            WORDS.text("link_wrong"),
        ]
        assert linked(hub) == [str(GROUP)]
        group.say("/unlink", ADMINISTRATOR)
        group.wait_for(4)
        assert linked(hub) == []

    def test_a_channel_is_linked_by_a_post(self, api: BotApi, hub: TelegramHub) -> None:
        channel = api.group(CHANNEL, "channel")
        channel.say("our news of the week")
        channel.say(f"/link {make_code(hub)}")
        assert channel.wait_for(1) == [WORDS.text("link_done")]
        assert linked(hub) == [str(CHANNEL)]

    def test_a_code_is_no_use_in_a_private_chat(self, api: BotApi, hub: TelegramHub) -> None:
        person = api.person(ADMINISTRATOR)
        person.say(f"/link {make_code(hub)}")
        assert person.wait_for(1) == [WORDS.text("link_where")]

    def test_a_group_that_moves_is_followed(self, group: Chat, api: BotApi, hub: TelegramHub) -> None:
        group.say(f"/link {make_code(hub)}", ADMINISTRATOR)
        group.wait_for(1)
        moved = api.group(-100777)
        api.state.migrated[GROUP] = moved.id
        group.mention("hello", MEMBER)
        assert moved.wait_for(1) == [WORDS.text("group_private")]
        assert linked(hub) == [str(moved.id)]
        group.send(MEMBER, migrate_to_chat_id=-100778)
        group.send(MEMBER, migrate_to_chat_id=-100779)
        moved.send(MEMBER, migrate_to_chat_id=-100780)
        until(lambda: linked(hub) == ["-100780"])

    def test_a_group_that_puts_the_bot_out_is_not_posted_to(
        self, group: Chat, api: BotApi, hub: TelegramHub
    ) -> None:
        group.say(f"/link {make_code(hub)}", ADMINISTRATOR)
        group.wait_for(1)
        bot = {"id": 123456789, "is_bot": True, "first_name": "Bot"}
        someone = {"id": ADMINISTRATOR, "is_bot": False, "first_name": "A"}
        with api.state.changed:
            api.state.push(
                my_chat_member={
                    "chat": api.state.chats[GROUP],
                    "from": someone,
                    "date": 1,
                    "old_chat_member": {"user": bot, "status": "member"},
                    "new_chat_member": {"user": bot, "status": "left"},
                }
            )
        until(lambda: linked(hub) == [])
