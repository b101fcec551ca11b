"""Prompts on a case, and what was decided on them."""

from __future__ import annotations

import pytest

from bot.db.models import AuditEntry, StaffNote
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern

pytestmark = pytest.mark.anyio


async def test_prompts_give_their_reason_and_a_decision_is_noted(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    told = {"description": "He had a knife and my kids saw it", "category": "asb", "address": "somebody"}
    file_concern(hub, **told)
    file_concern(hub, **told, is_sensitive=True)
    reference = file_concern(hub, **told)
    address = f"/console/concerns/{reference}"
    await officer.open(address)
    for words in (
        "A weapon is named.",
        "Children are named.",
        # The sensitive one is not theirs to count.
        "The same person reported before: 1 other reports.",
    ):
        assert words in officer.words, words
    assert "score" not in officer.words.lower()
    sent = await officer.send(f"{address}/decision", text=" ", prompt=["weapon"])
    assert (sent.status_code, "Write what was decided" in officer.words) == (422, True)
    assert 'value="weapon" checked' in officer.page
    await officer.send(f"{address}/decision", text="Police informed", prompt=["weapon", "made_up"])
    assert "Police informed" in officer.words
    with hub.database.unit_of_work() as unit:
        assert unit.query(StaffNote).one().prompts == ["weapon"]
        entry = unit.query(AuditEntry).filter_by(action="case.decide").one()
        assert entry.after == {"prompts": ["weapon"]}
        assert "informed" not in str(entry.after)
