"""Two reports of the same thing: suggested to who may see them, merged, told to each, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db.models import AuditEntry, Direction, Message
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio
HERE = {"latitude": 54.1, "longitude": -2.1}


def told(hub: Hub, reference: str) -> list[str]:
    """What the person was told about one of their reports, oldest first."""
    with hub.database.unit_of_work() as unit:
        said = unit.query(Message).filter_by(direction=Direction.OUT).order_by(Message.id)
        return [str(m.text) for m in said if m.external_id.startswith(f"case:{reference}:")]


async def merge(officer: Officer, reference: str, main: str, reason: str = "the same sofa") -> int:
    address = f"/console/concerns/{reference}"
    await officer.open(address)
    version = officer.page.split('name="version" value="')[1].split('"')[0]
    sent = await officer.send(f"{address}/merge", main=main, reason=reason, version=version)
    return sent.status_code


async def test_near_and_recent_ones_are_suggested_by_category(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    old = datetime.now(UTC) - timedelta(weeks=20)
    first = file_concern(hub, **HERE)
    near = file_concern(hub, latitude=54.1005, longitude=-2.1)
    recent = file_concern(hub, **HERE, state="closed", outcome="resolved")
    hidden = [
        file_concern(hub, latitude=54.103, longitude=-2.1),
        file_concern(hub, **HERE, category="noise"),
        file_concern(hub, **HERE, state="closed", outcome="resolved", filed_at=old),
        file_concern(hub, **HERE, is_sensitive=True),
        file_concern(hub, **HERE, hub_area="southvale"),
    ]
    area_officer = await signed_in(Role.HUB_OFFICER, "area@hub.example", areas=frozenset({"northvale"}))
    await area_officer.open(f"/console/concerns/{first}")
    assert "56 m away" in area_officer.words
    assert [reference in area_officer.page for reference in (near, recent)] == [True, True]
    assert [reference for reference in hidden if reference in area_officer.page] == []
    # Three hundred metres are the same party, and not the same sofa.
    loud = file_concern(hub, category="noise", **HERE)
    louder = file_concern(hub, category="noise", latitude=54.102, longitude=-2.1)
    await officer.open(f"/console/concerns/{loud}")
    assert louder in officer.page


async def test_sensitive_ones_are_suggested_to_those_with_the_right_only(hub: Hub, signed_in: SignIn) -> None:
    officer, coordinator = await signed_in(Role.HUB_OFFICER), await signed_in(Role.HUB_COORDINATOR)
    fields = {"category": "domestic_abuse", "is_sensitive": True, "address": "somebody"}
    one, other = file_concern(hub, **fields), file_concern(hub, **fields)
    unknown = file_concern(hub, **fields, is_anonymous=True)
    plain = file_concern(hub, address="somebody")
    for reference in (one, plain):
        await officer.open(f"/console/concerns/{reference}")
        assert other not in officer.page
        await coordinator.open(f"/console/concerns/{reference}")
        assert (other in coordinator.page, unknown in coordinator.page) == (True, False)
    assert await merge(officer, plain, one) == 422
    assert "no case with that reference that you may see" in officer.words
    assert await merge(officer, one, plain) == 422
    assert await merge(coordinator, one, other) == 200


async def test_strangers_hear_that_it_is_known_and_later_how_it_ended(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    main, one, two = (file_concern(hub, **HERE) for _ in range(3))
    assert await merge(officer, one, f" {main.lower()} ") == 200
    assert await merge(officer, two, main) == 200
    concern = look_up(hub, one)
    assert (concern.state, concern.outcome) == ("closed", "duplicate")
    [said] = told(hub, one)
    assert "somebody had reported the same problem" in said
    assert main not in said
    await officer.open(f"/console/concerns/{main}")
    assert "Reported 3 times" in officer.words
    fields = {"outcome": "resolved", "reason": "cleared", "version": "1"}
    await officer.send(f"/console/concerns/{main}/close", **fields)
    assert [len(told(hub, reference)) for reference in (main, one, two)] == [1, 2, 2]
    assert "has been put right" in told(hub, one)[1]
    assert one in told(hub, one)[1]
    with hub.database.unit_of_work() as unit:
        actions = {(e.subject_id, e.action) for e in unit.query(AuditEntry)}
    assert {(one, "case.merge"), (main, "case.add_duplicate"), (one, "case.tell_end")} <= actions


async def test_the_same_person_is_told_the_reference(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    main, own = (file_concern(hub, address="somebody") for _ in range(2))
    anonymous = file_concern(hub, address="somebody", is_anonymous=True)
    for reference in (own, anonymous):
        assert await merge(officer, reference, main) == 200
    assert f"as your report {main}" in told(hub, own)[0]
    assert main not in told(hub, anonymous)[0]


async def test_it_is_taken_back(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    main, one = file_concern(hub), file_concern(hub)
    await merge(officer, one, main)
    address = f"/console/concerns/{one}"
    assert (await officer.send(f"{address}/unmerge", version="2", reason="")).status_code == 422
    await officer.send(f"{address}/unmerge", version="2", reason="two sofas")
    concern = look_up(hub, one)
    assert (concern.state, concern.outcome, concern.duplicate_of) == ("open", None, None)
    assert "opened again" in told(hub, one)[-1]
    # Opening it in any other way ends it too.
    await merge(officer, one, main)
    await officer.send(f"{address}/state", state="open", reason="x", version="4")
    assert look_up(hub, one).duplicate_of is None


async def test_what_cant_be_merged_is_said(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    main, one, two = (file_concern(hub) for _ in range(3))
    closed = file_concern(hub, state="closed", outcome="resolved")
    await merge(officer, one, main)
    for reference, other, said in (
        (two, two, "no duplicate of itself"),
        (two, "LF-0000-0000", "no case with that reference"),
        (two, one, "is a duplicate itself"),
        (two, closed, "that one is closed"),
    ):
        assert await merge(officer, reference, other, "a long reason") == 422
        assert said in officer.words.lower()
        assert "a long reason" in officer.page
    # The main one can't be followed under another; there is no form for it either.
    await officer.open(f"/console/concerns/{main}")
    assert "It is a duplicate" not in officer.words
    sent = await officer.send(f"/console/concerns/{main}/merge", main=two, reason="x", version="1")
    assert "merge the other one into it" in officer.words
    assert sent.status_code == 422
