"""Pages and the chat in the language that a visitor chose, or that their browser asks for."""

from __future__ import annotations

import re

import pytest

from bot.db.models import Person
from bot.domain.replies import Button, Reply
from bot.services.language_choices import language_choice
from tests.fakes.hub import Hub
from tests.functional.web.test_pages import PAGES
from tests.functional.web.visitor import PAGE, Visitor

pytestmark = pytest.mark.anyio

TITLES = {
    "en": "Tell us what&#39;s wrong where you live",
    "pl": "Napisz nam, co jest nie tak tam, gdzie mieszkasz",
    "ro": "Spuneți-ne ce nu este în regulă acolo unde locuiți",
    "uk": "Розкажіть нам, що не так там, де ви живете",
}


def language_of(hub: Hub) -> str:
    """The language of the only person there is."""
    with hub.database.unit_of_work() as unit:
        return unit.query(Person).one().language


async def choose_in_chat(visitor: Visitor, language: str, **fields: str) -> int:
    """Press a language above the chat, and follow where it leads; the status of the answer."""
    body = {"form_token": visitor.field("form_token"), "language": language} | fields
    response = await visitor.client.post("/chat/language", data=body, headers=PAGE)
    if response.is_redirect:
        await visitor.open(response.headers["location"])
    return response.status_code


class TestPages:
    @pytest.mark.parametrize("language", ["pl", "ro", "uk"])
    async def test_the_link_shows_and_remembers_a_language(self, visitor: Visitor, language: str) -> None:
        await visitor.open("/")
        assert f'href="?language={language}" lang="{language}" hreflang="{language}"' in visitor.page

        await visitor.open(f"/?language={language}")
        assert f'<html lang="{language}"' in visitor.page
        assert TITLES[language] in visitor.page

        await visitor.open("/privacy")
        assert f'<html lang="{language}"' in visitor.page
        assert "How we use" not in visitor.page

    @pytest.mark.parametrize("path", [*PAGES, "/chat/places?q=nowhere", "/chat/places", "/nowhere"])
    @pytest.mark.parametrize("language", ["pl", "ro", "uk"])
    async def test_every_page_is_translated(self, visitor: Visitor, path: str, language: str) -> None:
        visitor.client.cookies.set("local_focus_language", language)
        await visitor.open(path)

        assert f'<html lang="{language}"' in visitor.page
        assert 'href="tel:999"' in visitor.page
        for english in ("Skip to main content", "Who to call<", "Call 999", "Accessibility statement<"):
            assert english not in visitor.page

    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
            ("de, ro;q=0.5", "ro"),
            ("en-GB,uk;q=0.5", "en-GB"),
            ("fr", "en-GB"),
            ("*;q=x", "en-GB"),
        ],
    )
    async def test_a_browser_is_answered_in_what_it_asks_for(
        self, visitor: Visitor, header: str, language: str
    ) -> None:
        response = await visitor.client.get("/", headers=PAGE | {"Accept-Language": header})

        assert f'<html lang="{language}"' in response.text
        assert "set-cookie" not in response.headers

    async def test_a_choice_goes_before_what_the_browser_asks_for(self, visitor: Visitor) -> None:
        await visitor.open("/?language=uk")
        response = await visitor.client.get("/", headers=PAGE | {"Accept-Language": "pl"})

        assert TITLES["uk"] in response.text

    @pytest.mark.parametrize("asked", ["xx", "", "%3Cscript%3E", "pl%0d%0aSet-Cookie:x=y"])
    async def test_what_is_no_language_changes_nothing(self, visitor: Visitor, asked: str) -> None:
        response = await visitor.open(f"/?language={asked}")

        assert '<html lang="en-GB"' in visitor.page
        assert "set-cookie" not in response.headers

    async def test_a_forged_cookie_is_left_alone(self, visitor: Visitor) -> None:
        visitor.client.cookies.set("local_focus_language", "xx")
        await visitor.open("/")

        assert '<html lang="en-GB"' in visitor.page

    async def test_the_cookie_is_kept_from_scripts(self, visitor: Visitor) -> None:
        cookie = (await visitor.open("/?language=pl")).headers["set-cookie"]

        assert cookie.startswith("local_focus_language=pl;")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie

    async def test_what_stays_english_is_marked(self, visitor: Visitor) -> None:
        await visitor.open("/advice/locks?language=pl")
        assert '<div lang="en">' in visitor.page
        assert "Reszta tej strony jest po angielsku." in visitor.page

        await visitor.open("/advice/locks?language=en")
        assert '<div lang="en">' not in visitor.page

    async def test_days_are_written_as_the_language_does(self, visitor: Visitor) -> None:
        await visitor.open("/numbers?language=pl")
        assert "sprawdzono: 1 listopada 2026" in visitor.page

    async def test_what_goes_wrong_is_said_in_it_too(self, visitor: Visitor) -> None:
        await visitor.open("/nowhere?language=ro")
        assert "Nu există nicio pagină la această adresă." in visitor.page


class TestChat:
    async def test_the_greeting_and_the_first_answers_are_in_the_language_of_the_page(
        self, hub: Hub, visitor: Visitor
    ) -> None:
        await visitor.open("/chat?language=pl")
        assert "Zgłoś sprawę" in visitor.choices

        await visitor.send("mattresses")
        assert language_of(hub) == "pl"
        assert hub.rasa.told[-1].metadata["language"] == "pl"

    async def test_choosing_goes_on_in_it(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("mattresses")
        assert await choose_in_chat(visitor, "uk") == 303

        assert language_of(hub) == "uk"
        assert '<html lang="uk"' in visitor.page
        assert "Добре, відтепер я пишу українською." in visitor.page
        assert "Go on in English" in visitor.choices
        assert '<p class="app-message__text" lang="en">Where is it?</p>' in visitor.page

    async def test_before_the_first_message_it_changes_the_page_alone(
        self, hub: Hub, visitor: Visitor
    ) -> None:
        await visitor.open("/chat")
        await choose_in_chat(visitor, "ro")

        assert '<html lang="ro"' in visitor.page
        with hub.database.unit_of_work() as unit:
            assert unit.query(Person).count() == 0

    async def test_a_typed_choice_changes_the_page_too(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.otherwise = [Reply("Which?", (Button("Polski", language_choice("pl"), "pl"),))]
        await visitor.send("languages please, kind computer")
        assert '<button type="submit" form="choices"' in visitor.page
        await visitor.send("Polski")

        assert language_of(hub) == "pl"
        assert '<html lang="pl"' in visitor.page

    async def test_scripts_are_told_to_load_the_page_again(self, visitor: Visitor) -> None:
        await visitor.send("mattresses")
        body = {"form_token": visitor.field("form_token"), "payload": language_choice("pl")}
        response = await visitor.client.post("/chat/messages", data=body)
        assert response.json()["reload"] is True

        response = await visitor.client.post("/chat/messages", data=body | {"payload": "/skip"})
        assert response.json()["reload"] is False

    async def test_a_short_answer_presses_the_button_that_it_means(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("mattresses")
        await visitor.send("tak")
        assert hub.rasa.told[-1].message == "/affirm"

    async def test_danger_is_answered_before_any_language(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open("/chat?language=uk")
        await visitor.send("help me now")
        assert "Call 999 now" in visitor.page
        assert hub.rasa.told == []

    @pytest.mark.parametrize(
        ("fields", "headers", "status"),
        [
            ({"form_token": "forged"}, {}, 403),
            ({}, {"Origin": "https://elsewhere.example"}, 403),
            ({"language": "xx"}, {}, 422),
        ],
    )
    async def test_a_choice_from_elsewhere_changes_nothing(
        self, hub: Hub, visitor: Visitor, fields: dict[str, str], headers: dict[str, str], status: int
    ) -> None:
        await visitor.send("mattresses")
        body = {"form_token": visitor.field("form_token"), "language": "pl"} | fields
        response = await visitor.client.post("/chat/language", data=body, headers=PAGE | headers)

        assert response.status_code == status
        assert language_of(hub) == "en"
        assert re.search("local_focus_language", response.headers.get("set-cookie", "")) is None
