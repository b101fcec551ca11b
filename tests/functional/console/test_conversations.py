"""An officer joins a resident's web chat: both sides by their own pages."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.web import chat_events
from bot.console.pages import conversation_events
from bot.console.visits import Visit
from bot.db.base import utc_now
from bot.db.models import AuditEntry, Conversation, Message, Takeover
from bot.domain.staff import Role
from bot.services.people import PeopleService
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern
from tests.functional.console.officer import Officer
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio


@pytest.fixture
async def resident(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody who has begun to tell something in the web chat."""
    async with client_for(hub) as client:
        visitor = Visitor(client)
        await visitor.open()
        await visitor.send("mattresses")
        yield visitor


def address_of(hub: Hub) -> str:
    with hub.database.unit_of_work() as unit:
        return f"/console/conversations/{unit.query(Conversation).one().id}"


async def join(officer: Officer, address: str) -> None:
    await officer.open(address)
    await officer.send(f"{address}/join")


class TestTakeover:
    async def test_words_go_both_ways_and_the_dialogue_is_silent(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await officer.open("/console/conversations")
        assert address in officer.page
        assert "mattresses" not in officer.page
        await join(officer, address)
        assert "You are in" in officer.words
        await officer.send(f"{address}/messages", text="Which lane is it?", key="one-message")
        await officer.send(f"{address}/messages", text="Which lane is it?", key="one-message")
        told = len(hub.rasa.told)
        await resident.send("Mill Lane")
        assert len(hub.rasa.told) == told
        assert "Hub_officer from the hub has joined" in resident.said[-3]
        assert resident.said[-2:] == ["Which lane is it?", "Mill Lane"]
        assert resident.page.count("Which lane is it?") == 1
        assert "Hub_officer from the hub</strong>" in resident.page
        await officer.open(address)
        assert "Mill Lane" in officer.words
        await officer.send(f"{address}/hand-back")
        await resident.send("and a sofa")
        assert hub.rasa.told[-1].message == "and a sofa"
        assert any("writing with the computer helper again" in said for said in resident.said)

    async def test_danger_is_answered_at_once_all_the_same(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await join(officer, address)
        await resident.send("help me now")
        assert resident.said[-1] == CARD
        await officer.open(address)
        assert "help me now" in officer.words
        assert "emergency card" in officer.words

    async def test_a_second_officer_is_told_who_is_in(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        first, second = (
            await signed_in(Role.HUB_OFFICER),
            await signed_in(Role.HUB_OFFICER, "alex@hub.example"),
        )
        address = address_of(hub)
        await second.open(address)
        await join(first, address)
        refused = await second.send(f"{address}/join")
        assert refused.status_code == 409
        assert "Hub_officer is in this conversation already" in second.words
        assert (
            await second.send(f"{address}/messages", text="Me too", key="by-the-other")
        ).status_code == 409
        assert (await second.send(f"{address}/hand-back")).status_code == 409
        coordinator = await signed_in(Role.HUB_COORDINATOR)
        await coordinator.open(address)
        await coordinator.send(f"{address}/hand-back")
        await resident.send("hello")
        assert "Me too" not in resident.page
        assert hub.rasa.told[-1].message == "hello"

    async def test_silence_hands_it_back_and_says_so(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await join(officer, address)
        await resident.send("are you there?")
        takeovers = hub.app.state.console.services.conversations.takeovers
        assert takeovers.end_silent() == 0
        with hub.database.unit_of_work() as unit:
            unit.query(Takeover).one().active_at = utc_now() - timedelta(minutes=16)
        assert (takeovers.end_silent(), takeovers.end_silent()) == (1, 0)
        await resident.open()
        assert "nobody has answered your last message yet" in resident.said[-1]
        await officer.open("/console/conversations")
        assert "Left without an answer" in officer.words
        refused = await officer.send(f"{address}/messages", text="Sorry", key="too-late-now")
        assert refused.status_code == 409
        assert "Sorry" in officer.page

    async def test_the_trail_names_who_and_holds_no_words(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        with hub.database.unit_of_work() as unit:
            person = unit.query(Conversation).one().person_id
        reference = file_concern(hub, person_id=person)
        officer = await signed_in(Role.HUB_OFFICER)
        await officer.open(f"/console/concerns/{reference}/conversation")
        address = officer.path
        await officer.send(f"{address}/join", case=reference)
        await officer.send(f"{address}/messages", text="Which lane?", key="one-message", case=reference)
        await officer.send(f"{address}/hand-back", case=reference)
        with hub.database.unit_of_work() as unit:
            entries = unit.query(AuditEntry).order_by(AuditEntry.id).all()
        done = [entry.action for entry in entries if entry.subject_kind == "conversation"]
        assert [one for one in done if one != "conversation.view"] == [
            "conversation.join",
            "conversation.say",
            "conversation.handed_back",
        ]
        assert "case.conversation_join" in {e.action for e in entries if e.subject_id == reference}
        assert "lane" not in json.dumps([[e.before, e.after, e.reason] for e in entries])

    async def test_a_deleted_conversation_takes_its_page_along(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await join(officer, address)
        await resident.send(payload='/choose{"value": "delete_conversation"}')
        assert (await officer.open(address)).status_code == 404
        with hub.database.unit_of_work() as unit:
            assert unit.query(Takeover).count() == 0


class TestWhoMay:
    async def test_areas_hold(self, hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
        with hub.database.unit_of_work() as unit:
            unit.query(Conversation).one().person.home_area = "northvale"
        other = await signed_in(Role.HUB_OFFICER, areas=frozenset({"southvale"}))
        address = address_of(hub)
        await other.open("/console/conversations")
        assert address not in other.page
        assert (await other.open(address)).status_code == 404
        assert (await other.client.get(f"{address}/events")).status_code == 404

    async def test_nobody_writes_where_abuse_at_home_was_told(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        with hub.database.unit_of_work() as unit:
            person = unit.query(Conversation).one().person_id
        file_concern(hub, person_id=person, category="domestic_abuse", is_sensitive=True)
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await officer.open(address)
        refused = await officer.send(f"{address}/join")
        assert refused.status_code == 409
        assert "others may read along" in officer.words
        await resident.open()
        assert "has joined" not in resident.page

    async def test_who_answers_a_survey_is_not_shown(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        with hub.database.unit_of_work() as unit:
            unit.query(Conversation).one().surveying = 1
        assert (await officer.open(address_of(hub))).status_code == 404


class TestLive:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Look at once, and end after three looks."""
        for module in (chat_events, conversation_events):
            monkeypatch.setattr(module, "POLL_SECONDS", 0)
            monkeypatch.setattr(module, "_MOST_LOOKS", 3)

    async def test_the_page_hears_what_is_said(self, hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await join(officer, address)
        await resident.send("Mill Lane")
        with hub.database.unit_of_work() as unit:
            before = unit.query(Message).filter_by(text="Mill Lane").one().id - 1
        streamed = await officer.client.get(f"{address}/events", params={"after": before})
        assert streamed.text.count("event: said") == 1
        assert "Mill Lane" in streamed.text
        assert "event: over" in streamed.text

    async def test_the_resident_sees_that_somebody_types(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await join(officer, address)
        token = re.search(r'name="form_token" value="([^"]*)"', officer.page)
        assert token
        typed = await officer.client.post(f"{address}/typing", data={"form_token": token[1]})
        assert typed.status_code == 204
        streamed = await resident.client.get("/chat/events")
        assert 'event: typing\ndata: {"name": "Hub_officer"}' in streamed.text
        await officer.send(f"{address}/messages", text="Hello", key="one-message")
        assert "event: typing" not in (await resident.client.get("/chat/events")).text

    async def test_the_list_says_when_somebody_new_waits(
        self, hub: Hub, signed_in: SignIn, resident: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        monkeypatch.setattr(conversation_events, "_LIST_LOOKS", 1)
        quiet = await officer.client.get("/console/open-conversations/events")
        assert "event: list" not in quiet.text
        looks = []

        def look(visit: Visit) -> str:
            looks.append(visit)
            with hub.database.unit_of_work() as unit:
                unit.query(Conversation).one().person.home_area = "northvale" if len(looks) > 1 else None
            return real_look(visit)

        real_look = conversation_events._look_at_list
        monkeypatch.setattr(conversation_events, "_look_at_list", look)
        streamed = await officer.client.get("/console/open-conversations/events")
        assert streamed.text.count("event: list") == 1
        assert address_of(hub) in streamed.text
        assert "mattresses" not in streamed.text

    async def test_a_browser_that_was_signed_out_hears_nothing(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        officer = await signed_in(Role.HUB_OFFICER)
        address = address_of(hub)
        await officer.open(address)
        await officer.send("/console/sign-out")
        assert (await officer.client.get(f"{address}/events")).status_code == 303


async def test_somebody_on_a_channel_that_cannot_be_reached_is_not_joined(
    hub: Hub, signed_in: SignIn, resident: Visitor
) -> None:
    with hub.database.unit_of_work() as unit:
        point = unit.query(Conversation).one().person.contact_points[0]
        PeopleService().note_unreachable(unit, point.channel, point.address)
    officer = await signed_in(Role.HUB_OFFICER)
    address = address_of(hub)
    await officer.open(address)
    assert (await officer.send(f"{address}/join")).status_code == 409
    assert "can't be reached" in officer.words.replace("’", "'")
