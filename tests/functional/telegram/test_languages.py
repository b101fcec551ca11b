"""Telegram speaks the language of somebody's app at first, and then the one that they chose."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.channels.telegram.words import TelegramWords
from bot.db.models import Person
from bot.domain.spoken import speaking
from tests.bot_api.chats import Chat
from tests.bot_api.server import BotApi
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import TelegramHub, until

WORDS = TelegramWords.read(1024, phrases().catalogues)


def in_language(language: str, name: str) -> str:
    with speaking(language):
        return WORDS.text(name)


def help_in(language: str) -> str:
    return in_language(language, "help")


def test_who_is_new_is_answered_in_the_language_of_their_app(sam: Chat, hub: TelegramHub) -> None:
    sam = replace(sam, language="pl-PL")
    sam.say("/help")
    assert sam.wait_for(1)[0].startswith(help_in("pl"))


def test_a_language_that_there_is_not_is_english(sam: Chat, hub: TelegramHub) -> None:
    sam = replace(sam, language="fi")
    sam.say("/help")
    assert sam.wait_for(1)[0].startswith(help_in("en"))


def test_a_choice_counts_from_then_on_whatever_the_app_says(sam: Chat, hub: TelegramHub) -> None:
    sam = replace(sam, language="pl")
    sam.say("/language")
    sam.wait_for(1)
    sam.say("Română")
    sam.wait_for(2)
    sam.say("/help")
    assert any(text.startswith(help_in("ro")) for text in sam.wait_for(4)), sam.texts


def test_the_menu_is_there_in_every_language(sam: Chat, hub: TelegramHub) -> None:
    until(lambda: {"pl", "ro", "uk"} <= sam.state.commands_in.keys())
    with speaking("uk"):
        expected = [WORDS.text(f"command_{command['command']}") for command in sam.state.commands]
    assert [command["description"] for command in sam.state.commands_in["uk"]] == expected


GROUP = -100700


def test_a_group_is_answered_as_whoever_speaks_is_in_private(sam: Chat, api: BotApi) -> None:
    sam.say("/language")
    sam.wait_for(1)
    sam.say("Română")
    sam.wait_for(2)
    group = api.group(GROUP)
    group.mention("hello", sam.id)
    assert group.wait_for(1) == [in_language("ro", "group_private")]
    group.say("/link XXXX", sam.id)
    assert group.wait_for(2)[1] == in_language("ro", "link_not_administrator")


def test_a_group_is_answered_in_the_language_of_the_app_of_who_is_new(api: BotApi, hub: TelegramHub) -> None:
    group = replace(api.group(GROUP), language="uk")
    group.mention("hello", 4711)
    assert group.wait_for(1) == [in_language("uk", "group_private")]
    group.say("help me now", 4711)
    assert group.wait_for(2)[1] == in_language("uk", "group_danger")
    with hub.database.unit_of_work() as session:
        assert session.scalars(select(Person)).all() == []  # Nobody is remembered for that.
