"""Answers that come by themselves."""

from __future__ import annotations

import json

import pytest

from bot.channels.web import chat_events
from bot.channels.web.streams import MOST_PER_SESSION, Streams
from tests.fakes.hub import Hub
from tests.functional.web.visitor import Visitor

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once, and end after three looks: the test client reads an answer only when it is complete."""
    monkeypatch.setattr(chat_events, "POLL_SECONDS", 0)
    monkeypatch.setattr(chat_events, "_MOST_LOOKS", 3)


def _events(text: str) -> list[tuple[str, str]]:
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            found.append((fields["id"], json.loads(fields["data"])["html"]))
    return found


class TestStream:
    async def test_it_brings_what_staff_say_once(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("mattresses")
        said = hub.say_from_staff("A crew is booked for Thursday.")

        response = await visitor.client.get("/chat/events", params={"after": 2})

        ((event_id, html),) = _events(response.text)
        assert event_id == str(said)
        assert "A crew is booked for Thursday." in html
        assert response.headers["content-type"].startswith("text/event-stream")

    async def test_it_goes_on_after_the_last_event(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("mattresses")
        first = hub.say_from_staff("one")
        hub.say_from_staff("two")

        response = await visitor.client.get("/chat/events", headers={"Last-Event-ID": str(first)})

        assert [("one" in html, "two" in html) for _, html in _events(response.text)] == [(False, True)]

    async def test_others_hear_nothing(self, hub: Hub, visitor: Visitor, other_visitor: Visitor) -> None:
        await visitor.send("mattresses")
        hub.say_from_staff("A crew is booked.")
        await other_visitor.open()

        response = await other_visitor.client.get("/chat/events")

        assert _events(response.text) == []

    async def test_it_needs_a_session(self, visitor: Visitor) -> None:
        assert (await visitor.client.get("/chat/events")).status_code == 401

    async def test_it_ends_and_lets_go_of_its_place(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()

        await visitor.client.get("/chat/events")

        assert len(hub.app.state.web_streams) == 0

    async def test_a_stopping_hub_refuses(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()
        hub.app.state.web_streams.stop()

        assert (await visitor.client.get("/chat/events")).status_code == 429

    async def test_one_session_holds_only_a_few(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()
        streams: Streams = hub.app.state.web_streams
        session = hub.app.state.web_channel.sessions.read_cookie(
            visitor.client.cookies["local_focus_session"]
        )
        places = [streams.place(session.id) for _ in range(MOST_PER_SESSION)]
        for place in places:
            place.__enter__()

        assert (await visitor.client.get("/chat/events")).status_code == 429
