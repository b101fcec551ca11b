"""Agencies answer by the link in a mail, without an account; looking at it answers nothing."""

from __future__ import annotations

import re

import pytest
from itsdangerous import URLSafeTimedSerializer

from bot.db.models import AuditEntry, Concern, ConcernState, ReferralDelivery, ReferralState
from tests.fakes.hub import Hub
from tests.functional.console.filed import file_concern, look_up
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio


def send(hub: Hub, **fields: object) -> tuple[str, str]:
    """A concern that was mailed to the fire service: its reference, and the path of the link."""
    reference = file_concern(hub, lead="westshire_fire", **fields)  # type: ignore[arg-type]
    answers = hub.app.state.console.services.answers
    with hub.database.unit_of_work() as unit:
        answers.deliveries.put(unit, unit.query(Concern).filter_by(reference=reference).one())
    with hub.database.unit_of_work() as unit:
        [row] = unit.query(ReferralDelivery).all()
        address = answers.deliveries.links.address_for(row.key)
    assert address.startswith(hub.settings.hub_address + "/console/answer/")
    return reference, address.removeprefix(hub.settings.hub_address)


def state_of(hub: Hub) -> ReferralState:
    with hub.database.unit_of_work() as unit:
        return ReferralState(unit.query(ReferralDelivery).one().referral.state)


async def press(officer: Officer, path: str, state: str, reason: str = "") -> int:
    version = re.search(r'name="version" value="(\d+)"', officer.page)
    assert version
    return (await officer.send(path, state=state, reason=reason, version=version[1])).status_code


async def test_who_only_looks_has_answered_nothing(hub: Hub, officer: Officer) -> None:
    reference, path = send(hub)
    for _ in range(2):
        assert (await officer.open(path)).status_code == 200
    assert reference in officer.words
    assert "mattress" not in officer.words
    assert state_of(hub) is ReferralState.SENT


async def test_it_is_acknowledged_then_taken_on_and_then_the_link_is_over(hub: Hub, officer: Officer) -> None:
    reference, path = send(hub)
    await officer.open(path)
    assert await press(officer, path, "acknowledged") == 200
    assert state_of(hub) is ReferralState.ACKNOWLEDGED
    await officer.open(path)
    assert "We have it" not in officer.words
    page = officer.page
    assert await press(officer, path, "accepted") == 200
    assert look_up(hub, reference).state == ConcernState.IN_PROGRESS
    officer.page = page
    assert await press(officer, path, "declined", "changed our mind") == 410
    assert (await officer.open(path)).status_code == 410
    assert state_of(hub) is ReferralState.ACCEPTED
    with hub.database.unit_of_work() as unit:
        entries = unit.query(AuditEntry).filter_by(subject_id=reference).all()
        assert [(e.action, e.actor, e.address, (e.after or {})["state"]) for e in entries] == [
            ("referral.answer", "link of westshire_fire", "127.0.0.1", "acknowledged"),
            ("referral.answer", "link of westshire_fire", "127.0.0.1", "accepted"),
        ]


async def test_declining_needs_a_reason(hub: Hub, officer: Officer) -> None:
    _, path = send(hub)
    await officer.open(path)
    assert await press(officer, path, "declined") == 422
    assert state_of(hub) is ReferralState.SENT
    assert await press(officer, path, "declined", "private land") == 200
    assert state_of(hub) is ReferralState.DECLINED


async def test_somebody_else_changed_the_case_meanwhile(hub: Hub, officer: Officer) -> None:
    reference, path = send(hub)
    await officer.open(path)
    with hub.database.unit_of_work() as unit:
        unit.query(Concern).filter_by(reference=reference).one().version += 1
    assert await press(officer, path, "accepted") == 409
    assert state_of(hub) is ReferralState.SENT


@pytest.mark.parametrize("spoil", ["forged", "old", "closed", "taken_back", "of_something_else"])
async def test_a_link_that_is_over_shows_nothing(hub: Hub, officer: Officer, spoil: str) -> None:
    reference, path = send(hub)
    with hub.database.unit_of_work() as unit:
        concern = unit.query(Concern).filter_by(reference=reference).one()
        if spoil == "closed":
            concern.state = ConcernState.CLOSED
        elif spoil == "taken_back":
            concern.referrals.clear()
        elif spoil == "old":
            # Signed some years ago.
            signer = URLSafeTimedSerializer(hub.settings.session_key, salt="referral-answer")
            made = signer.make_signer("referral-answer")
            made.get_timestamp = lambda: 1_600_000_000  # type: ignore[method-assign]
            payload = signer.dump_payload(unit.query(ReferralDelivery).one().key)
            path = "/console/answer/" + made.sign(payload).decode("ascii")
    if spoil == "forged":
        path = path[:-4] + ("AAAA" if not path.endswith("AAAA") else "BBBB")
    elif spoil == "of_something_else":
        path = "/console/answer/" + URLSafeTimedSerializer(hub.settings.session_key, salt="x").dumps("y")
    assert (await officer.open(path)).status_code == 410
    assert reference not in officer.words


async def test_a_form_from_elsewhere_is_refused(hub: Hub, officer: Officer) -> None:
    _, path = send(hub)
    response = await officer.client.post(path, data={"state": "accepted", "version": "1"})
    assert response.status_code == 403
    assert state_of(hub) is ReferralState.SENT
