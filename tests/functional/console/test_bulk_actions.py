"""Many concerns at once: each as by the form of its own case, or left alone and named."""

from __future__ import annotations

import re

import pytest

from bot.db.models import Message
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.filed import audited, file_concern, look_up, told_by
from tests.functional.console.officer import Officer, add_staff
from tests.functional.web.visitor import Visitor

pytestmark = pytest.mark.anyio
POLICE, COUNCIL = "westshire_police", "westshire_council_services"


async def send(boss: Officer, action: str, *ticked: str, **fields: str) -> int:
    """Tick and send; the status of the answer."""
    await boss.open("/console/concerns")
    response = await boss.send(f"/console/concerns/{action}", concern=list(ticked), **fields)
    return response.status_code


class TestAssign:
    async def test_they_are_assigned_and_the_filters_stay(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        worker = add_staff(hub, "worker@hub.example", Role.HUB_OFFICER)
        both = [file_concern(hub), file_concern(hub)]
        await boss.open("/console/concerns")
        ticked = [f"{reference}:1" for reference in both]
        await boss.send("/console/concerns/assign?category=fly_tipping", concern=ticked, staff=str(worker))
        assert "2 changed" in boss.words
        assert 'value="fly_tipping" selected' in boss.page
        assert {look_up(hub, reference).assigned_to for reference in both} == {worker}
        assert sorted(audited(hub, "case.assign")) == sorted(both)

    async def test_they_are_taken_and_given_back(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        reference = file_concern(hub)
        await send(boss, "assign", f"{reference}:1", staff="me")
        assert look_up(hub, reference).assigned_to is not None
        await send(boss, "assign", f"{reference}:2", staff="nobody")
        assert look_up(hub, reference).assigned_to is None

    async def test_nobody_is_given_what_they_may_not_see(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        analyst = add_staff(hub, "analyst@hub.example", Role.ANALYST)
        south = add_staff(hub, "south@hub.example", Role.HUB_OFFICER, areas=frozenset({"southvale"}))
        reference = file_concern(hub)
        for staff_id in (analyst, south, 999):
            await send(boss, "assign", f"{reference}:1", staff=str(staff_id))
            assert "0 changed, 1 left as they were" in boss.words
        assert look_up(hub, reference).assigned_to is None


class TestSendOn:
    async def test_each_gets_a_referral_and_its_resident_is_told(
        self, hub: Hub, signed_in: SignIn, resident: Visitor
    ) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        told, other = told_by(hub, resident), file_concern(hub)
        there = file_concern(hub, lead=POLICE)
        ticked = [f"{one}:1" for one in (told, other, there)]
        assert await send(boss, "reroute", *ticked, lead=POLICE, reroute_reason="theirs") == 200
        assert "2 changed, 1 left as they were" in boss.words
        assert f"{there} : it leads already" in boss.words
        with hub.database.unit_of_work() as unit:
            leads = {unit.merge(look_up(hub, one)).referrals[0].agency_id for one in (told, other)}
        assert leads == {POLICE}
        assert sorted(audited(hub, "case.reroute")) == sorted([told, other])
        await resident.open()
        assert "Westshire Police" in resident.said[-1]


class TestClose:
    async def test_not_over_somebodys_change_nor_in_another_area(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR, areas=frozenset({"northvale"}))
        fresh, changed = file_concern(hub), file_concern(hub, version=2)
        elsewhere = file_concern(hub, hub_area="southvale")
        ticked = [f"{one}:1" for one in (fresh, changed, elsewhere)]
        assert await send(boss, "close", *ticked, outcome="resolved", reason="cleared on Monday") == 200
        assert f"{changed} : somebody changed it" in boss.words
        assert f"{elsewhere} : not found" in boss.words
        states = {one: str(look_up(hub, one).state) for one in (fresh, changed, elsewhere)}
        assert states == {fresh: "closed", changed: "open", elsewhere: "open"}
        assert audited(hub, "case.close") == [fresh]

    async def test_each_resident_is_told_once(self, hub: Hub, signed_in: SignIn, resident: Visitor) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        ticked = f"{told_by(hub, resident)}:1"
        for _ in range(2):
            await send(boss, "close", ticked, ticked, outcome="resolved", reason="done")
        with hub.database.unit_of_work() as unit:
            assert unit.query(Message).filter(Message.external_id.startswith("case:")).count() == 1


class TestMistakes:
    @pytest.mark.parametrize(
        ("action", "fields", "problem"),
        [
            ("assign", {}, "Choose who"),
            ("assign", {"staff": "\u00b2"}, "Choose who"),
            ("reroute", {"lead": POLICE}, "give a reason"),
            ("close", {"reason": "done"}, "Choose an outcome"),
        ],
    )
    async def test_nothing_ticked_or_typed_is_lost(
        self, hub: Hub, signed_in: SignIn, action: str, fields: dict[str, str], problem: str
    ) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        ticked, left_out = file_concern(hub), file_concern(hub)
        assert await send(boss, action, f"{ticked}:1", **fields) == 422
        assert problem in boss.words
        assert f'value="{ticked}:1" checked' in boss.page
        assert f'value="{left_out}:1">' in boss.page
        for value in {"lead": POLICE, "reason": "done"}.items() & fields.items():
            assert re.search(rf'value="{value[1]}"( selected)?', boss.page)

    async def test_nothing_ticked(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        file_concern(hub)
        assert await send(boss, "assign", staff="me") == 422
        assert "Tick the concerns first" in boss.words

    async def test_more_than_a_page(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        reference = file_concern(hub)
        many = [f"{reference}:{number}" for number in range(51)]
        assert await send(boss, "assign", *many, staff="me") == 422
        assert look_up(hub, reference).assigned_to is None

    @pytest.mark.parametrize("version", ["", "x", "\u00b2", "9" * 60])
    async def test_a_version_that_was_tampered_with(self, hub: Hub, signed_in: SignIn, version: str) -> None:
        boss = await signed_in(Role.HUB_COORDINATOR)
        reference = file_concern(hub)
        assert await send(boss, "assign", f"{reference}:{version}", staff="me") == 200
        assert look_up(hub, reference).assigned_to is None
