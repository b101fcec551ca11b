"""The chat's JSON interface."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.domain.replies import Button, Reply
from tests.fakes.hub import Hub
from tests.functional.web.pictures import jpeg
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio

MESSAGES = "/api/chat/messages"


class TestMessages:
    async def test_words_are_answered(self, hub: Hub, program: httpx.AsyncClient) -> None:
        send = Button("Send it", '/choose{"value": "send"}')
        hub.rasa.otherwise = [Reply("Check this.", (send,))]

        response = await program.post(MESSAGES, json={"text": "mattresses"})

        assert response.json() == {
            "messages": [
                {
                    "text": "Check this.",
                    "buttons": [{"title": "Send it", "payload": '/choose{"value": "send"}'}],
                    "danger": False,
                }
            ],
            "concern": None,
        }

    async def test_it_matters_not_how_the_same_is_sent(self, hub: Hub, program: httpx.AsyncClient) -> None:
        hub.rasa.otherwise = [Reply("Whereabouts in Törby?", (Button("Don't know", "/skip"),))]
        body = b'{"text": "mattresses", "id": "m1"}'

        answers = [
            await program.post(MESSAGES, content=body, headers={"Content-Type": kind})
            for kind in ("application/json", "application/json; charset=utf-8", "application/vnd.a+json")
        ]

        assert len({answer.content for answer in answers}) == 1
        assert {answer.headers["content-type"] for answer in answers} == {"application/json"}

    async def test_a_concern_comes_along(self, hub: Hub, program: httpx.AsyncClient) -> None:
        concern = {"reference": "LF-7Q2M-4KXD", "category": "fly_tipping"}
        hub.rasa.otherwise = [Reply("Sent.", concern=concern)]

        response = await program.post(MESSAGES, json={"payload": '/choose{"value": "send"}'})

        assert response.json()["concern"] == concern

    async def test_danger_is_marked(self, program: httpx.AsyncClient) -> None:
        response = await program.post(MESSAGES, json={"text": "help me now"})

        assert [message["danger"] for message in response.json()["messages"]] == [True]

    async def test_a_location_goes_on(self, hub: Hub, program: httpx.AsyncClient) -> None:
        await program.post(MESSAGES, json={"location": {"lat": 54.64, "lon": -3.55}})

        assert hub.rasa.told[0].metadata["location"] == [54.64, -3.55]

    async def test_the_same_id_again_is_no_second_message(self, hub: Hub, program: httpx.AsyncClient) -> None:
        body = {"text": "mattresses", "id": "first"}

        answers = [(await program.post(MESSAGES, json=body)).json() for _ in range(2)]

        assert answers[0] == answers[1]
        assert len(hub.rasa.told) == 1

    async def test_words_are_kept_when_rasa_is_down(self, hub: Hub, program: httpx.AsyncClient) -> None:
        hub.rasa.is_down = True

        response = await program.post(MESSAGES, json={"text": "they kicked our fence in"})

        said = response.json()["messages"][0]
        assert "kept yours for a person" in said["text"]
        assert "999" in said["text"]
        assert said["buttons"][0]["title"] == "Add the place"

    async def test_a_photo_goes_on(self, hub: Hub, program: httpx.AsyncClient) -> None:
        response = await program.post("/api/chat/photos", files={"photo": ("a.jpg", jpeg(), "image/jpeg")})

        assert response.status_code == 200
        assert len(hub.rasa.told[0].metadata["photos"]) == 1

    async def test_the_history_comes_in_parts(self, program: httpx.AsyncClient) -> None:
        for text in ("one", "two", "three"):
            await program.post(MESSAGES, json={"text": text})

        latest = (await program.get(MESSAGES, params={"limit": 2})).json()
        first = latest["messages"][0]
        earlier = (await program.get(MESSAGES, params={"before": first["id"]})).json()

        assert (first["sender"], first["text"], latest["has_earlier"]) == ("resident", "three", True)
        assert [m["text"] for m in earlier["messages"] if m["sender"] == "resident"] == ["one", "two"]
        assert earlier["has_earlier"] is False

    async def test_a_new_conversation_has_no_history(self, program: httpx.AsyncClient) -> None:
        assert (await program.get(MESSAGES)).json() == {"messages": [], "has_earlier": False}


class TestDeletion:
    async def test_it_deletes_and_may_be_repeated(self, hub: Hub, program: httpx.AsyncClient) -> None:
        await program.post(MESSAGES, json={"text": "mattresses"})

        statuses = [(await program.delete("/api/chat/session")).status_code for _ in range(2)]

        assert statuses == [204, 204]
        assert (await program.get(MESSAGES)).json()["messages"] == []
        assert len(hub.rasa.forgotten) == 1

    async def test_it_deletes_with_rasa_down(self, hub: Hub, program: httpx.AsyncClient) -> None:
        await program.post(MESSAGES, json={"text": "mattresses"})
        hub.rasa.is_down = True

        assert (await program.delete("/api/chat/session")).status_code == 204


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({}, 422, "not_readable"),
            ({"text": "a", "payload": "/greet"}, 422, "not_readable"),
            ({"text": "a", "extra": 1}, 422, "not_readable"),
            ({"text": 5}, 422, "not_readable"),
            ({"text": ""}, 422, "nothing_said"),
            ({"text": "x" * 4001}, 413, "text_too_long"),
            ({"payload": "greet"}, 422, "choice_unknown"),
            ({"payload": '/choose{"value": "a\\"b"}'}, 422, "choice_unknown"),
            ({"location": {"lat": 95, "lon": 0}}, 422, "not_readable"),
            ({"text": "a", "id": "with space"}, 422, "not_readable"),
        ],
    )
    async def test_it_says_why(
        self, hub: Hub, program: httpx.AsyncClient, body: dict[str, Any], status: int, code: str
    ) -> None:
        response = await program.post(MESSAGES, json=body)

        assert response.status_code == status
        assert response.json()["error"]["code"] == code
        assert response.json()["error"]["message"].endswith(".")
        assert hub.rasa.told == []

    async def test_broken_json_is_refused_without_repeating_it(self, program: httpx.AsyncClient) -> None:
        response = await program.post(
            MESSAGES, content=b'{"text": "my secret', headers={"content-type": "application/json"}
        )

        assert response.status_code == 422
        assert "secret" not in response.text

    @pytest.mark.parametrize("token", [None, "Bearer forged", "Basic abc"])
    async def test_a_token_is_needed(self, hub: Hub, token: str | None) -> None:
        async with client_for(hub) as client:
            headers = {"Authorization": token} if token else {}
            response = await client.post(MESSAGES, json={"text": "a"}, headers=headers)

        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"

    async def test_an_unknown_address_is_answered_as_json(self, program: httpx.AsyncClient) -> None:
        response = await program.get("/api/nothing", headers={"Accept": "text/html"})

        assert response.json()["error"]["code"] == "not_found"


class TestDescription:
    async def test_it_tells_of_every_path_with_examples(self, program: httpx.AsyncClient) -> None:
        description = (await program.get("/openapi.json")).json()

        assert {path for path in description["paths"] if not path.startswith(("/open311/", "/api/v1/"))} == {
            "/api/chat/sessions",
            "/api/chat/messages",
            "/api/chat/photos",
            "/api/chat/session",
            "/api/chat/places",
            "/api/chat/places/nearest",
            "/healthz",
        }
        assert description["components"]["schemas"]["MessageIn"]["examples"]

    @pytest.mark.parametrize("path", ["/docs", "/redoc"])
    async def test_pages_that_run_scripts_of_others_are_off(
        self, program: httpx.AsyncClient, path: str
    ) -> None:
        assert (await program.get(path)).status_code == 404
