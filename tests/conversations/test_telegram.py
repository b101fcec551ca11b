"""What only Telegram has, with a really trained Rasa: corrections, replies, commands and links."""

from __future__ import annotations

import pytest

from tests.bot_api.server import BotApi
from tests.conversations.filed import read_filed
from tests.conversations.phrasebook import says
from tests.conversations.product import Product
from tests.conversations.telegram_resident import TelegramResident

pytestmark = [pytest.mark.rasa, pytest.mark.slow]

POTHOLE = "big pothole on Lonsdale Street in Workington burst my tyre"
TYRES = "someone dumped a load of tyres on Clay Street in Workington"


@pytest.fixture
def resident(bot_api: BotApi, product: Product) -> TelegramResident:
    """Somebody who has not written before."""
    return TelegramResident(bot_api, product.database)


def finish(resident: TelegramResident) -> str:
    """Answer whatever is still asked, and send it; its reference."""
    for _ in range(8):
        if says("step_check", resident.heard.last):
            break
        resident.say("here" if says("step_contact", resident.heard.last) else "skip")
    return resident.say("send it").reference


def test_an_edit_corrects_what_is_being_told(resident: TelegramResident, product: Product) -> None:
    resident.say(POTHOLE)
    changed = resident.edit(POTHOLE, TYRES)
    assert says("report_changed", changed.text)
    assert "Clay Street" in changed.text
    filed = read_filed(product.database, finish(resident))
    assert filed.concern["category"] == "fly_tipping"
    assert filed.concern["description"] == TYRES
    assert filed.concern["place_name"] == "Clay Street, Workington"


def test_what_comes_after_it_was_sent_is_added(resident: TelegramResident, product: Product) -> None:
    for message in (POTHOLE, "skip", "here", "send it"):
        resident.say(message)
    reference = resident.heard.reference
    assert says("note_added", resident.edit(POTHOLE, f"{POTHOLE} and my wheel").text)
    assert says("note_added", resident.reply("it is twice as deep now").text)
    assert says("status", resident.reply("what's happening with it?").text)
    notes = read_filed(product.database, reference).notes
    assert notes == [f"{POTHOLE} and my wheel", "it is twice as deep now"]


def test_a_link_says_what_it_is_about(resident: TelegramResident, product: Product) -> None:
    assert says("step_category_start", resident.say("/start report_fly_tipping").last)
    resident.say("a load of it in the lane behind Clay Street in Workington")
    filed = read_filed(product.database, finish(resident))
    assert filed.concern["category"] == "fly_tipping"


@pytest.mark.parametrize(
    ("command", "phrase"),
    [
        ("/start", "greet"),
        ("/report", "start_report"),
        ("/status", "status_none"),
        ("/advice", "advice_list"),
        ("/subscribe", "news_topics"),
        ("/survey", "take_survey"),
        ("/language", "language_choose"),
        ("/privacy", "privacy"),
        ("/delete", "delete_ask"),
    ],
)
def test_a_command_is_answered_as_on_the_web(resident: TelegramResident, command: str, phrase: str) -> None:
    assert says(phrase, resident.say(command).text)
