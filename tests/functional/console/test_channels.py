"""Groups and channels in the console: what each is for, set when it is linked, and later."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.db.models import AuditEntry, LinkedChat
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn

pytestmark = pytest.mark.anyio


async def test_what_goes_there_is_set_with_the_code_and_changed_later(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/channels")
    await officer.send("/console/channels/code", areas=["northvale", "nowhere"], topics=["scams", "support"])
    code = re.search(r"/link (\w+)", officer.page)
    assert code
    linked = hub.app.state.console.services.linked_chats
    with hub.database.unit_of_work() as session:
        assert linked.link(session, "telegram", "-100", "Our street", code[1])
    await officer.open("/console/channels")
    assert "Our street Northvale Scams" in officer.words
    await officer.open("/console/channels/1")
    assert 'value="northvale" checked' in officer.page
    await officer.send("/console/channels/1", areas=["southvale"])
    assert "Our street Southvale All" in officer.words
    with hub.database.unit_of_work() as session:
        chat = session.scalars(select(LinkedChat)).one()
        assert (chat.areas, chat.topics) == (["southvale"], [])
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "channel.change")).one()
        assert entry.after == {"areas": ["southvale"], "topics": []}
    assert (await officer.open("/console/channels/7")).status_code == 404
