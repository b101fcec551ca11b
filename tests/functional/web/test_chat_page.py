"""The chat without JavaScript, through HTTP."""

from __future__ import annotations

import pytest

from bot.domain.replies import Button, Reply
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub
from tests.functional.web.visitor import Visitor

pytestmark = pytest.mark.anyio

NONE = Button("No", '/choose{"value": "none"}')
PERSON = Button("Ask for a person", "/ask_human")


class TestConversation:
    async def test_it_greets_with_choices_before_anything_was_said(self, visitor: Visitor) -> None:
        response = await visitor.open()

        assert response.status_code == 200
        assert "Westshire hubs" in visitor.said[0]
        assert visitor.choices["Ask about a report I made"] == "/ask_status"

    async def test_it_shows_what_was_said_and_answered_after_a_redirect(
        self, hub: Hub, visitor: Visitor
    ) -> None:
        hub.rasa.otherwise = [Reply("That sounds like fly-tipping."), Reply("Anything sharp?", (NONE,))]

        await visitor.send("mattresses by the garages")

        assert visitor.said == [
            "mattresses by the garages",
            "That sounds like fly-tipping.",
            "Anything sharp?",
        ]
        assert visitor.choices == {"No": NONE.payload}
        assert hub.rasa.told[0].message == "mattresses by the garages"

    async def test_a_pressed_button_goes_on_as_its_payload_and_is_shown_by_its_title(
        self, hub: Hub, visitor: Visitor
    ) -> None:
        hub.rasa.otherwise = [Reply("Anything sharp?", (NONE,))]
        await visitor.send("mattresses")
        hub.rasa.otherwise = [Reply("Thanks.")]

        await visitor.send(payload=NONE.payload)

        assert hub.rasa.told[-1].message == NONE.payload
        assert visitor.said[-2:] == ["No", "Thanks."]
        assert visitor.choices == {}

    async def test_a_button_of_the_greeting_is_shown_by_its_title(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()

        await visitor.send(payload=visitor.choices["Get advice"])

        assert visitor.said[0] == "Get advice"

    async def test_sending_the_same_form_twice_is_one_message(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()
        once = visitor.field("message_id")
        await visitor.send("mattresses", message_id=once)

        await visitor.send("mattresses", message_id=once)

        assert visitor.said.count("mattresses") == 1
        assert len(hub.rasa.told) == 1

    async def test_another_text_with_an_old_form_is_another_message(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()
        once = visitor.field("message_id")
        await visitor.send("mattresses", message_id=once)

        await visitor.send("and a fridge", message_id=once)

        assert [told.message for told in hub.rasa.told] == ["mattresses", "and a fridge"]

    async def test_coming_back_continues(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("mattresses")

        await visitor.open("/")
        await visitor.open("/chat")

        assert visitor.said[0] == "mattresses"

    async def test_nobody_else_sees_it(self, visitor: Visitor, other_visitor: Visitor) -> None:
        await visitor.send("mattresses")

        await other_visitor.open()

        assert "mattresses" not in other_visitor.page

    async def test_a_location_goes_on_as_one(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send(lat="54.64", lon="-3.55")

        assert hub.rasa.told[0].metadata["location"] == [54.64, -3.55]
        assert "You shared where you are." in visitor.said

    async def test_long_conversations_come_in_pages(self, hub: Hub, visitor: Visitor) -> None:
        for number in range(20):
            await visitor.send(f"message {number}")
        assert "message 0" not in visitor.said
        assert "message 19" in visitor.said
        earlier = visitor.page.split('href="/chat?before=')[1].split('"')[0]

        await visitor.open(f"/chat?before={earlier}")

        assert visitor.said[0] == "message 0"
        assert 'id="compose"' not in visitor.page

    async def test_words_are_never_markup(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.otherwise = [Reply("You said <b>this</b>", (Button('"><script>', "/ask_human"),))]

        await visitor.send("<script>alert(1)</script>")

        assert "<script>alert" not in visitor.page
        assert "<b>this" not in visitor.page
        assert '"><script>' not in visitor.page

    async def test_addresses_and_numbers_in_answers_are_links(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.otherwise = [
            Reply("Call 101, or see https://westshire.example/advice. It is at 101 Mill Lane.")
        ]

        await visitor.send("hello")

        assert '<a class="govuk-link" href="https://westshire.example/advice">' in visitor.page
        assert 'Call <a class="govuk-link app-number" href="tel:101">101</a>, or' in visitor.page
        assert "at 101 Mill Lane" in visitor.page


class TestDanger:
    async def test_a_danger_card_stands_out_and_is_announced(self, visitor: Visitor) -> None:
        await visitor.send("help me now")

        assert visitor.said[-1] == CARD
        assert "app-message--danger" in visitor.page
        assert 'role="alert"' in visitor.page

    async def test_it_works_with_rasa_down(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.is_down = True

        await visitor.send("help me now")

        assert visitor.said[-1] == CARD


class TestRefusals:
    async def test_a_text_that_is_too_long_is_refused_and_kept(self, hub: Hub, visitor: Visitor) -> None:
        long = "too long " * 500

        response = await visitor.send(long)

        assert response.status_code == 413
        assert "4,000 letters" in visitor.problem
        assert long.strip() in visitor.page
        assert hub.rasa.told == []

    async def test_line_ends_of_the_form_count_once(self, hub: Hub, visitor: Visitor) -> None:
        response = await visitor.send("\r\n".join(["a"] * 2000))

        assert response.status_code == 200
        assert len(hub.rasa.told[0].message) == 3999

    async def test_nothing_is_refused(self, visitor: Visitor) -> None:
        response = await visitor.send("   ")

        assert response.status_code == 422
        assert visitor.problem.startswith("Write a message")

    @pytest.mark.parametrize(
        "payload",
        ["report it", '/report_asb{"place": "x"}', '/choose{"value": "a", "b": "c"}', "/" + "a" * 80, "/A"],
    )
    async def test_a_payload_that_no_button_has_is_refused(
        self, hub: Hub, visitor: Visitor, payload: str
    ) -> None:
        response = await visitor.send(payload=payload)

        assert response.status_code == 422
        assert "don't know that choice" in visitor.problem
        assert hub.rasa.told == []

    @pytest.mark.parametrize(("lat", "lon"), [("91", "0"), ("0", "181"), ("nan", "0"), ("here", "there")])
    async def test_a_location_that_is_none_is_refused(self, visitor: Visitor, lat: str, lon: str) -> None:
        response = await visitor.send(lat=lat, lon=lon)

        assert response.status_code == 422
        assert "name of the place" in visitor.problem

    async def test_a_form_without_its_token_is_refused_and_kept(self, hub: Hub, visitor: Visitor) -> None:
        response = await visitor.send("mattresses", form_token="forged")

        assert response.status_code == 403
        assert "press Send again" in visitor.problem
        assert "mattresses</textarea>" in visitor.page
        assert hub.rasa.told == []

    async def test_a_lost_session_begins_anew_with_what_was_typed(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()
        visitor.client.cookies.clear()

        refused = await visitor.send("mattresses")
        again = await visitor.send("mattresses")

        assert (refused.status_code, again.status_code) == (403, 200)
        assert visitor.said[0] == "mattresses"

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
    )
    async def test_another_site_s_form_is_refused(
        self, hub: Hub, visitor: Visitor, headers: dict[str, str]
    ) -> None:
        response = await visitor.send("mattresses", headers=headers)

        assert response.status_code == 403
        assert hub.rasa.told == []

    async def test_our_own_origin_is_fine(self, visitor: Visitor) -> None:
        own = {"Origin": "http://hub.test", "Sec-Fetch-Site": "same-origin"}

        assert (await visitor.send("mattresses", headers=own)).status_code == 200


class TestScripts:
    async def test_a_script_gets_the_new_piece_of_the_page(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.otherwise = [Reply("Anything sharp?", (NONE, PERSON))]

        response = await visitor.send("mattresses", headers={"Accept": "application/json"})

        assert response.json()["messages"] == [1, 2]
        assert response.json()["html"].count("<li class=") == 2

    async def test_a_script_gets_refusals_as_json(self, visitor: Visitor) -> None:
        response = await visitor.send("", headers={"Accept": "application/json"})

        assert response.json()["error"]["code"] == "nothing_said"
