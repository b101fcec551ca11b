"""Somebody who abuses the chat is kept out of it for a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.web.sessions import COOKIE
from bot.db.base import utc_now
from bot.db.models import AuditEntry, ContactBlock, Conversation, Person
from bot.domain.staff import Actor, Role
from bot.jobs.blocks import BlockJobs
from bot.services.audit import AuditService
from bot.services.blocks import BlockService
from bot.services.people import PeopleService
from tests.fakes.danger import CARD
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import add_staff
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio

TOMORROW = (utc_now() + timedelta(days=1)).date()


@pytest.fixture
async def resident(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody with a web chat."""
    async with client_for(hub) as client:
        visitor = Visitor(client)
        await visitor.open()
        await visitor.send("mattresses")
        yield visitor


def address_of(hub: Hub) -> str:
    with hub.database.unit_of_work() as unit:
        return f"/console/conversations/{unit.query(Conversation).one().id}"


async def test_a_blocked_person_gets_the_card_and_one_plain_answer(
    hub: Hub, signed_in: SignIn, resident: Visitor
) -> None:
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    address = address_of(hub)
    await coordinator.open(address)
    await coordinator.send(f"{address}/join")
    await coordinator.send(f"{address}/block", until=TOMORROW.isoformat(), reason="Threatened staff")
    assert "Threatened staff" in coordinator.words

    told = len(hub.rasa.told)
    await resident.send("you lot are useless")
    assert "You can't use this chat until the end of" in resident.said[-1]
    assert "Westshire Council" in resident.said[-1]
    await resident.send("help me now")
    assert resident.said[-1] == CARD
    assert len(hub.rasa.told) == told
    await coordinator.open(address)
    assert (await coordinator.send(f"{address}/join")).status_code == 409

    with hub.database.unit_of_work() as unit:
        block = unit.query(ContactBlock).one()
    await coordinator.open("/console/blocks")
    assert (await coordinator.send(f"/console/blocks/{block.id}/lift", reason="")).status_code == 422
    await coordinator.send(f"/console/blocks/{block.id}/lift", reason="They said sorry")
    assert "Nobody is blocked" in coordinator.words
    await resident.send("rubbish again")
    assert hub.rasa.told[-1].message == "rubbish again"
    with hub.database.unit_of_work() as unit:
        entries = unit.query(AuditEntry).filter(AuditEntry.action.startswith("person.")).all()
        assert [(entry.action, entry.reason) for entry in entries] == [
            ("person.block", "Threatened staff"),
            ("person.lift", "They said sorry"),
        ]


async def test_it_ends_by_itself(hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    address = address_of(hub)
    await coordinator.open(address)
    await coordinator.send(f"{address}/block", until=TOMORROW.isoformat(), reason="Abuse")
    with hub.database.unit_of_work() as unit:
        unit.query(Person).one().blocked_until = utc_now() - timedelta(seconds=1)
        unit.query(ContactBlock).one().until = utc_now() - timedelta(seconds=1)
    await resident.send("rubbish again")
    assert hub.rasa.told[-1].message == "rubbish again"
    await coordinator.open("/console/blocks")
    assert "Nobody is blocked" in coordinator.words
    await BlockJobs(hub.database, BlockService(AuditService())).forget()
    with hub.database.unit_of_work() as unit:
        assert unit.query(ContactBlock).count() == 0


@pytest.mark.parametrize(
    ("until", "reason", "said"),
    [
        (TOMORROW.isoformat(), "", "Give a reason"),
        ("2020-01-01", "Abuse", "Choose a day from today on"),
        ("soon", "Abuse", "Choose the last day"),
    ],
)
async def test_what_cannot_be_is_named_and_kept(
    hub: Hub, signed_in: SignIn, resident: Visitor, until: str, reason: str, said: str
) -> None:
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    address = address_of(hub)
    await coordinator.open(address)
    await coordinator.send(f"{address}/block", until=until, reason=reason)
    assert said in coordinator.words
    assert reason in coordinator.page
    await resident.send("still here")
    assert hub.rasa.told[-1].message == "still here"


async def test_deleting_everything_does_not_lift_it(hub: Hub) -> None:
    people, blocks = PeopleService(), BlockService(AuditService())
    staff_id = add_staff(hub, "jo@hub.example", Role.HUB_COORDINATOR)
    with hub.database.unit_of_work() as unit:
        conversation = people.meet(unit, "telegram", "4711")
        blocks.block(unit, Actor("jo@hub.example", staff_id), conversation, TOMORROW, "Abuse")
        assert conversation.person.blocked_until is not None
        unit.delete(conversation)
        unit.delete(conversation.person)
    with hub.database.unit_of_work() as unit:
        connection = unit.connection()
        assert people.meet_at_message(connection, "telegram", "4711").blocked_until is not None
        assert people.meet_at_message(connection, "telegram", "4712").blocked_until is None


async def test_deleting_the_chat_does_not_lift_it_in_the_same_browser(
    hub: Hub, signed_in: SignIn, resident: Visitor
) -> None:
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    address = address_of(hub)
    await coordinator.open(address)
    await coordinator.send(f"{address}/block", until=TOMORROW.isoformat(), reason="Abuse")
    await delete_chat(resident)
    with hub.database.unit_of_work() as unit:
        assert unit.query(Conversation).count() == 0
    told = len(hub.rasa.told)
    await resident.open("/chat")
    await resident.send("still useless")
    assert "You can't use this chat until the end of" in resident.said[-1]
    await resident.send("help me now")
    assert resident.said[-1] == CARD
    assert len(hub.rasa.told) == told
    with hub.database.unit_of_work() as unit:
        unit.query(ContactBlock).one().until = utc_now() - timedelta(seconds=1)
    await delete_chat(resident)
    assert COOKIE not in resident.client.cookies


async def delete_chat(resident: Visitor) -> None:
    await resident.open("/chat/delete")
    await resident.client.post("/chat/delete", data={"form_token": resident.field("form_token")})
