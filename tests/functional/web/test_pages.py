"""The pages around the chat, their headers, and what is said when something goes wrong."""

from __future__ import annotations

import logging

import pytest

from tests.fakes.hub import Hub
from tests.fakes.rasa import FakeRasa
from tests.functional.web.visitor import PAGE, Visitor

pytestmark = pytest.mark.anyio

PAGES = ("/", "/chat", "/chat/deleted", "/privacy", "/cookies", "/accessibility", "/numbers", "/advice")


class TestPages:
    @pytest.mark.parametrize("path", [*PAGES, "/advice/locks"])
    async def test_each_is_there_and_says_999(self, visitor: Visitor, path: str) -> None:
        response = await visitor.open(path)

        assert response.status_code == 200
        assert visitor.page.count("<h1") == 1
        assert 'href="tel:999"' in visitor.page

    @pytest.mark.parametrize("path", [*PAGES, "/advice/locks"])
    async def test_each_is_about_the_place_of_the_pack(self, visitor: Visitor, path: str) -> None:
        await visitor.open(path)

        assert "Westshire" in visitor.page
        assert "Cumbria" not in visitor.page

    async def test_numbers_say_when_they_were_checked(self, visitor: Visitor) -> None:
        await visitor.open("/numbers")

        assert "checked 1 November 2026" in visitor.page

    async def test_privacy_says_how_long_things_are_kept(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open("/privacy")

        assert f"{hub.settings.conversation_retention_days} days" in visitor.page
        assert f"{hub.settings.retention_days} days" in visitor.page

    async def test_there_is_a_way_out_where_somebody_may_be_watched(self, visitor: Visitor) -> None:
        await visitor.open("/chat")

        assert "govuk-exit-this-page" in visitor.page
        assert 'href="https://www.bbc.co.uk/weather"' in visitor.page


class TestHeaders:
    @pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/static/page.js", "/openapi.json"])
    async def test_they_are_on_every_answer(self, visitor: Visitor, path: str) -> None:
        headers = (await visitor.open(path)).headers

        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"

    @pytest.mark.parametrize("path", PAGES)
    async def test_pages_have_nothing_inline_and_are_not_kept(self, visitor: Visitor, path: str) -> None:
        response = await visitor.open(path)

        assert response.headers["cache-control"] == "no-store"
        assert " style=" not in visitor.page
        assert "<script>" not in visitor.page
        assert " onclick" not in visitor.page


class TestTrouble:
    @pytest.mark.parametrize("path", ["/nowhere", "/advice/nowhere", "/chat/photos/nowhere"])
    async def test_an_unknown_address_gets_a_page(self, visitor: Visitor, path: str) -> None:
        response = await visitor.open(path)

        assert response.status_code == 404
        assert "no page at this address" in visitor.page

    async def test_a_failure_is_answered_in_words_and_logged_without_them(
        self,
        visitor: Visitor,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        async def fail(*_: object) -> None:
            raise ValueError("my private words")

        await visitor.open()
        monkeypatch.setattr(FakeRasa, "send", fail)
        caplog.set_level(logging.DEBUG)

        response = await visitor.client.post(
            "/chat/messages",
            data={"form_token": visitor.field("form_token"), "text": "my private words"},
            headers=PAGE,
        )

        assert response.status_code == 500
        assert "Something went wrong here" in response.text
        assert "ValueError" in caplog.text
        assert "private" not in caplog.text


class TestHealth:
    async def test_it_is_well_when_every_part_is(self, visitor: Visitor) -> None:
        response = await visitor.open("/healthz")

        assert response.json() == {"status": "ok", "parts": {"database": True, "rasa": True}}

    async def test_it_is_not_while_one_is_not(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.is_down = True

        response = await visitor.open("/healthz")

        assert response.status_code == 503
        assert response.json()["parts"] == {"database": True, "rasa": False}
