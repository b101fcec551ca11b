"""Finding a place by its name, on a page and over the JSON interface."""

from __future__ import annotations

import pytest

from tests.fakes.hub import Hub, create_hub
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio


class TestPage:
    async def test_picking_a_place_says_it_in_the_conversation(self, visitor: Visitor, hub: Hub) -> None:
        await visitor.open("/chat/places?q=queen")
        assert "Queen Street, Thornby" in visitor.page

        await visitor.send("Queen Street, Thornby")

        assert visitor.said[0] == "Queen Street, Thornby"
        assert hub.rasa.told[0].message == "Queen Street, Thornby"

    async def test_it_says_what_to_do_when_there_is_none(self, visitor: Visitor) -> None:
        await visitor.open("/chat/places?q=<b>xyzzy</b>")

        assert "No place found" in visitor.page
        assert "<b>xyzzy" not in visitor.page

    async def test_it_continues_the_same_conversation(self, visitor: Visitor) -> None:
        await visitor.send("mattresses")
        await visitor.open("/chat/places")
        await visitor.open("/chat")

        assert visitor.said[0] == "mattresses"


class TestSuggestions:
    async def test_they_are_told_apart_by_their_town(self, hub: Hub) -> None:
        async with client_for(hub) as client:
            answer = await client.get("/api/chat/places", params={"q": "king"})

        assert [place["name"] for place in answer.json()["places"]] == [
            "King Street, Lower Vale",
            "King Street, Upper Vale",
        ]

    @pytest.mark.parametrize("typed", ["", "k", "  "])
    async def test_a_letter_is_too_little(self, hub: Hub, typed: str) -> None:
        async with client_for(hub) as client:
            answer = await client.get("/api/chat/places", params={"q": typed})

        assert answer.json() == {"places": []}

    async def test_nobody_may_ask_without_end(self, tmp_path: object) -> None:
        hub = create_hub(tmp_path, messages_per_minute=1)  # type: ignore[arg-type]
        async with client_for(hub) as client:
            codes = [(await client.get("/api/chat/places?q=king")).status_code for _ in range(11)]
        hub.close()

        assert codes == [200] * 10 + [429]


class TestOnTheMap:
    async def test_a_point_means_what_is_near_and_its_area(self, hub: Hub) -> None:
        async with client_for(hub) as client:
            near = await client.post("/api/chat/places/nearest", json={"lat": 54.151, "lon": -2.151})
            far = await client.post("/api/chat/places/nearest", json={"lat": 10, "lon": 10})
            wrong = await client.post("/api/chat/places/nearest", json={"lat": 100, "lon": 10})
        assert near.json()["place"] == {"name": "Thornby", "area": "northvale", "area_name": "Northvale"}
        assert far.json() == {"place": None}
        assert wrong.status_code == 422
