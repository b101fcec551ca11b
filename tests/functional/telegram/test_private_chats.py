"""What somebody does in a private chat, and what comes back, by the real client over HTTP."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.channels.telegram.words import TelegramWords
from bot.db.models import ContactPoint
from bot.domain.replies import Button, Reply
from tests.bot_api.chats import Chat, buttons_of
from tests.fakes.danger import CARD
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import TelegramHub

WORDS = TelegramWords.read(10 * 1024 * 1024, phrases().catalogues)
YES_NO = (Button("Yes", '/choose{"value": "yes"}'), Button("No", '/choose{"value": "no"}'))


def told(hub: TelegramHub) -> list[str]:
    return [one.message for one in hub.rasa.told]


class TestWords:
    def test_they_are_answered_once(self, sam: Chat, hub: TelegramHub) -> None:
        sam.say("there is rubbish in the lane")
        assert sam.wait_for(1) == ["Where is it?"]
        assert told(hub) == ["there is rubbish in the lane"]

    def test_an_update_that_comes_twice_changes_nothing(self, sam: Chat, hub: TelegramHub) -> None:
        message = sam.say("there is rubbish in the lane")
        sam.wait_for(1)
        with sam.state.changed:
            sam.state.push(message=message)
        sam.say("and more")
        assert len(sam.wait_for(2)) == 2
        assert told(hub) == ["there is rubbish in the lane", "and more"]

    def test_danger_comes_first_and_at_once(self, sam: Chat, hub: TelegramHub) -> None:
        hub.rasa.is_down = True  # The earlier message waits for Rasa, for some seconds.
        sam.say("there is rubbish in the lane")
        sam.say("help me now")
        assert sam.wait_for(1, 5)[0] == CARD
        assert not hub.rasa.told
        hub.rasa.is_down = False
        assert sam.wait_for(2)[1] == "Where is it?"

    def test_a_long_answer_is_cut_at_sentences(self, sam: Chat, hub: TelegramHub) -> None:
        sentence = "This goes on \N{GRINNING FACE} and on. "
        hub.rasa.otherwise = [Reply(sentence * 400, YES_NO)]
        sam.say("tell me everything")
        texts = sam.wait_for(3)
        assert all(text.endswith("on.") for text in texts)
        assert " ".join(texts) == (sentence * 400).strip()
        assert [len(buttons_of(m)) for m in sam.heard] == [0, 0, 2]


class TestEdits:
    def test_what_was_used_for_no_report_is_heard_as_new_words(self, sam: Chat, hub: TelegramHub) -> None:
        message = sam.say("waht is a hub")
        sam.wait_for(1)
        sam.edit(message, "what is a hub")
        sam.wait_for(2)
        assert told(hub) == ["waht is a hub", "what is a hub"]

    def test_danger_in_one_is_answered(self, sam: Chat) -> None:
        message = sam.say("hello")
        sam.wait_for(1)
        sam.edit(message, "help me now")
        assert sam.wait_for(2)[1] == CARD


class TestButtons:
    def test_a_press_says_what_the_button_stands_for(self, sam: Chat, hub: TelegramHub) -> None:
        hub.rasa.answers["is it"] = [Reply("Is it?", YES_NO)]
        sam.say("is it")
        sam.wait_for(1)
        sam.press("No")
        sam.wait_for(2)
        assert told(hub)[-1] == '/choose{"value": "no"}'
        assert not buttons_of(sam.heard[0])
        assert len(sam.state.answered_presses) == 1

    def test_nobody_can_press_what_was_offered_to_somebody_else(
        self, sam: Chat, alex: Chat, hub: TelegramHub
    ) -> None:
        hub.rasa.answers["is it"] = [Reply("Is it?", YES_NO)]
        sam.say("is it")
        sam.wait_for(1)
        alex.say("hello")
        alex.wait_for(1)
        alex.press_data(buttons_of(sam.heard[0])[0]["callback_data"])
        assert alex.wait_for(2)[-1] == WORDS.text("button_gone")
        assert told(hub) == ["is it", "hello"]

    @pytest.mark.parametrize("data", ["answer:1:0:0", "answer:1:0:0.forged", "/delete_data", "é"])
    def test_forged_data_does_nothing(self, sam: Chat, hub: TelegramHub, data: str) -> None:
        hub.rasa.otherwise = [Reply("Is it?", YES_NO)]
        sam.say("hello")
        sam.wait_for(1)
        sam.press_data(data)
        assert sam.wait_for(2)[-1] == WORDS.text("button_gone")
        assert told(hub) == ["hello"]


class TestCommands:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("/start", "/greet"),
            ("/report", '/choose{"value": "start_report"}'),
            ("/report big pothole on our road", "big pothole on our road"),
            ("/status", "/ask_status"),
            ("/delete", "/delete_data"),
            ("/privacy@LocalFocusTestBot", "/ask_privacy"),
            ("/start report_fly_tipping", "/report_fly_tipping"),
            ("/start report_nonsense", '/choose{"value": "start_report"}'),
            ("/start anything", "/greet"),
            ("/there is litter", "there is litter"),
        ],
    )
    def test_they_mean_what_a_button_would(
        self, sam: Chat, hub: TelegramHub, written: str, meant: str
    ) -> None:
        sam.say(written)
        sam.wait_for(1)
        assert told(hub) == [meant]

    def test_the_menu_lists_them(self, sam: Chat, hub: TelegramHub) -> None:
        sam.say("hello")
        sam.wait_for(1)
        names = [command["command"] for command in sam.state.commands]
        assert names == [
            "report", "status", "advice", "subscribe", "survey", "language", "privacy", "delete", "help",
            "stop", "start",
        ]  # fmt: skip
        assert all(command["description"] for command in sam.state.commands)
        assert sam.state.menu_button == {"type": "commands"}

    def test_help_works_without_rasa_and_an_unknown_one_gets_the_list(
        self, sam: Chat, hub: TelegramHub
    ) -> None:
        hub.rasa.is_down = True
        sam.say("/help")
        sam.say("/nonsense")
        first, second = sam.wait_for(2)
        assert first.startswith(WORDS.text("help"))
        assert second.startswith(WORDS.text("unknown_command"))
        assert "/report - " in second

    def test_a_link_with_a_reference_tells_how_it_stands(self, sam: Chat) -> None:
        sam.say("/start lf_7Q2M-4KXD")
        assert "LF-" in sam.wait_for(1)[0] or "reference" in sam.wait_for(1)[0]

    def test_stop_is_kept_until_they_write_again(self, sam: Chat, hub: TelegramHub) -> None:
        sam.say("/stop")
        assert sam.wait_for(1) == [WORDS.text("stopped")]
        with hub.database.unit_of_work() as session:
            assert session.scalars(select(ContactPoint.stopped_at)).one() is not None
        sam.say("/help")
        sam.wait_for(2)
        with hub.database.unit_of_work() as session:
            assert session.scalars(select(ContactPoint.stopped_at)).one() is None
