"""What the queues gave up, and linked channels, as staff see and change them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.db.models import AuditEntry, LinkedChat, OutgoingMessage, OutgoingState
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn

pytestmark = pytest.mark.anyio


def _given_up(hub: Hub) -> int:
    with hub.database.unit_of_work() as unit:
        row = OutgoingMessage(
            key="k1", channel="telegram", address="4711", content={"text": "private words"}, attempts=3
        )
        row.state, row.reason = OutgoingState.GIVEN_UP, "blocked"
        unit.add(row)
        unit.flush()
        return row.id


def _get(hub: Hub, number: int) -> tuple[str, dict[str, object], int]:
    with hub.database.unit_of_work() as unit:
        row = unit.get_one(OutgoingMessage, number)
        return row.state, row.content, row.attempts


async def test_an_officer_sees_why_but_not_what_and_has_it_sent_again(hub: Hub, signed_in: SignIn) -> None:
    number = _given_up(hub)
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/undelivered")
    assert "Blocked" in officer.words
    assert "private words" not in officer.page
    assert "Give up" not in officer.words
    await officer.send(f"/console/undelivered/outbox/{number}/again")
    assert _get(hub, number) == ("waiting", {"text": "private words"}, 0)
    await officer.open("/console/undelivered")
    assert "Blocked" not in officer.words


async def test_a_coordinator_gives_up_only_with_a_reason(hub: Hub, signed_in: SignIn) -> None:
    number = _given_up(hub)
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/undelivered")
    path = f"/console/undelivered/outbox/{number}/give-up"
    assert (await officer.send(path)).status_code == 422
    assert _get(hub, number)[0] == "given_up"
    await officer.send(path, reason="Number not in use")
    assert _get(hub, number)[:2] == ("forgotten", {})
    with hub.database.unit_of_work() as unit:
        entry = unit.scalars(select(AuditEntry).where(AuditEntry.action == "outbox.give_up")).one()
        assert (entry.subject_id, entry.reason) == (str(number), "Number not in use")


async def test_a_code_made_here_links_a_channel_that_can_be_unlinked(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/channels")
    await officer.send("/console/channels/code")
    code = re.search(r"/link (\w+)", officer.words)
    assert code
    chats = hub.app.state.console.services.linked_chats
    with hub.database.unit_of_work() as unit:
        assert chats.link(unit, "telegram", "-100", "Watch <b>", code[1])
    await officer.open("/console/channels")
    assert "Watch &lt;b&gt;" in officer.page
    with hub.database.unit_of_work() as unit:
        number = unit.scalars(select(LinkedChat.id)).one()
    await officer.send(f"/console/channels/{number}/unlink")
    assert "None is linked" in officer.words
