"""Cookies, deletion and limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

from bot.channels.web.sessions import COOKIE, Sessions
from bot.db.models import Concern, ContactPoint, Conversation, Message, Person, Photo
from tests.fakes.hub import Hub, create_hub
from tests.functional.web.pictures import jpeg
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio


class TestCookie:
    async def test_it_is_set_with_every_protection(self, visitor: Visitor) -> None:
        cookie = (await visitor.open()).headers["set-cookie"]

        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Max-Age=2592000" in cookie
        assert "Secure" not in cookie

    async def test_it_insists_on_https_where_residents_use_it(self, tmp_path: Path) -> None:
        hub = create_hub(tmp_path, public_url="https://focus.example")
        async with client_for(hub, "https://focus.example") as client:
            response = await client.get("/chat")
        hub.close()

        assert "Secure" in response.headers["set-cookie"]
        assert response.headers["strict-transport-security"]

    async def test_pages_that_need_none_set_none(self, visitor: Visitor) -> None:
        for path in ("/", "/privacy", "/cookies", "/accessibility", "/numbers", "/advice"):
            assert "set-cookie" not in (await visitor.open(path)).headers

    async def test_a_fresh_one_is_left_alone_and_an_old_one_signed_anew(
        self, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await visitor.send("mattresses")
        assert "set-cookie" not in (await visitor.open()).headers
        tomorrow = int((datetime.now(UTC) + timedelta(days=1)).timestamp())
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: tomorrow)
        monkeypatch.setattr("bot.channels.web.sessions.RENEW_AFTER", timedelta(seconds=-1))

        response = await visitor.open()

        assert "set-cookie" in response.headers
        assert visitor.said[0] == "mattresses"

    @pytest.mark.parametrize("value", ["", "x", "abc.def.ghi", "é"])
    def test_a_forged_one_is_none(self, value: str) -> None:
        assert Sessions("key", timedelta(days=1)).read_cookie(value) is None

    def test_a_token_is_no_cookie_and_a_cookie_no_token(self) -> None:
        sessions = Sessions("key", timedelta(days=1))
        session = sessions.begin()

        assert sessions.read_cookie(sessions.token_for(session)) is None
        assert sessions.read_token(sessions.cookie_for(session)) is None

    def test_an_old_one_is_none(self) -> None:
        sessions = Sessions("key", timedelta(seconds=-1))

        assert sessions.read_cookie(sessions.cookie_for(sessions.begin())) is None


class TestDeletion:
    async def test_it_asks_then_deletes_everything_that_was_not_sent(
        self, hub: Hub, visitor: Visitor, tmp_path: Path
    ) -> None:
        await visitor.send("mattresses", photo=("a.jpg", jpeg(), "image/jpeg"))
        tracker = hub.rasa.told[0].tracker_id
        assert len(list((tmp_path / "photos").iterdir())) == 1
        await visitor.open("/chat/delete")

        response = await visitor.client.post(
            "/chat/delete", data={"form_token": visitor.field("form_token")}, follow_redirects=True
        )

        assert "deleted" in response.text
        with hub.database.unit_of_work() as unit:
            for table in (Message, Conversation, ContactPoint, Person, Photo):
                assert unit.query(table).count() == 0
        assert list((tmp_path / "photos").iterdir()) == []
        assert hub.rasa.forgotten == [tracker]
        assert COOKIE not in visitor.client.cookies

    async def test_a_report_stays_without_the_person(self, hub: Hub, visitor: Visitor) -> None:
        hub.rasa.is_down = True
        await visitor.send("somebody kicked our fence in", photo=("a.jpg", jpeg(), "image/jpeg"))
        await visitor.open("/chat/delete")

        await visitor.client.post("/chat/delete", data={"form_token": visitor.field("form_token")})

        with hub.database.unit_of_work() as unit:
            concern = unit.query(Concern).one()
            assert concern.person_id is None
            assert len(concern.photos) == 1
            assert unit.query(Message).count() == 0

    async def test_another_site_can_not_delete(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.send("mattresses")

        response = await visitor.client.post("/chat/delete", data={"form_token": "guess"})

        assert response.status_code == 403
        await visitor.open()
        assert visitor.said[0] == "mattresses"

    async def test_without_a_conversation_there_is_nothing_to_ask(self, visitor: Visitor) -> None:
        response = await visitor.open("/chat/delete")

        assert response.headers["location"] == "/chat/deleted"


class TestLimits:
    async def test_too_many_messages_are_refused_in_words_and_kept(self, tmp_path: Path) -> None:
        hub = create_hub(tmp_path, messages_per_minute=2)
        async with client_for(hub) as client:
            visitor = Visitor(client)
            await visitor.send("one")
            await visitor.send("two")
            refused = await visitor.send("three")
        hub.close()

        assert refused.status_code == 429
        assert "wait a minute" in visitor.problem
        assert "three</textarea>" in visitor.page

    async def test_many_sessions_of_one_address_are_limited_together(self, tmp_path: Path) -> None:
        hub = create_hub(tmp_path, messages_per_minute=1)
        statuses = []
        async with client_for(hub) as client:
            for _ in range(12):
                statuses.append((await client.post("/api/chat/sessions")).status_code)
        hub.close()

        assert statuses == [201] * 10 + [429] * 2

    async def test_a_body_that_is_far_too_big_is_refused_unread(self, hub: Hub, visitor: Visitor) -> None:
        await visitor.open()

        declared = await visitor.client.post("/chat/delete", content=b"x" * 300_000)
        streamed = await visitor.client.post(
            "/chat/delete",
            content=_chunks(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        json_body = await visitor.client.post(
            "/api/chat/messages", content=_chunks(), headers={"Content-Type": "application/json"}
        )

        assert declared.status_code == 413
        assert "too big" in declared.json()["error"]["message"]
        assert streamed.status_code == 413
        assert json_body.status_code in {401, 413}


async def _chunks() -> AsyncIterator[bytes]:
    for _ in range(10):
        yield b"x" * 100_000
