"""Getting in and out of the console: links, passwords, second step, lock-out, sessions."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.db.models import AuditEntry, StaffLink, StaffMember, StaffSession
from bot.domain.staff import COMMAND_LINE, Account, Role
from tests.fakes.hub import Hub, create_hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import PASSWORD, Officer, add_staff
from tests.functional.web.visitor import client_for

pytestmark = pytest.mark.anyio
EMAIL = "first@hub.example"


def make_link(hub: Hub) -> str:
    staff = hub.app.state.console.services.staff
    with hub.database.unit_of_work() as unit:
        _, secret = staff.add(unit, COMMAND_LINE, Account(EMAIL, "First", Role.ADMINISTRATOR))
        return f"/console/open/{secret}"


def actions(hub: Hub) -> list[str]:
    with hub.database.unit_of_work() as unit:
        return [entry.action for entry in unit.query(AuditEntry).order_by(AuditEntry.id)]


class TestTheLink:
    async def test_it_opens_the_account_once(self, hub: Hub, officer: Officer) -> None:
        link = make_link(hub)
        await officer.open(link)
        await officer.send(link, password=PASSWORD)
        assert "Your password is set" in officer.words
        assert (await officer.open(link)).status_code == 410
        await officer.sign_in(EMAIL)
        assert officer.path == "/console"
        assert actions(hub) == ["staff.add", "staff.open_account", "sign_in.enter"]

    @pytest.mark.parametrize(
        ("password", "told"),
        [
            ("short", "12 characters"),
            ("aaaaaaaaaaaaaaaa", "more different"),
            ("first is my name", "your email"),
            ("x y z 1 2" * 30, "200 characters or fewer"),
        ],
    )
    async def test_a_weak_password_is_not_taken(
        self, hub: Hub, officer: Officer, password: str, told: str
    ) -> None:
        link = make_link(hub)
        await officer.open(link)
        response = await officer.send(link, password=password)
        assert (response.status_code, told in officer.words) == (422, True)
        assert password not in officer.page
        assert (await officer.open(link)).status_code == 200

    async def test_an_old_one_opens_nothing(self, hub: Hub, officer: Officer) -> None:
        link = make_link(hub)
        with hub.database.unit_of_work() as unit:
            row = unit.query(StaffLink).one()
            row.expires_at = row.expires_at.replace(year=2020)
        assert (await officer.open(link)).status_code == 410


class TestThePassword:
    async def test_a_wrong_one_and_an_unknown_name_look_the_same(self, hub: Hub, officer: Officer) -> None:
        add_staff(hub, EMAIL, Role.HUB_OFFICER)
        told = []
        for email in (EMAIL, "nobody@hub.example"):
            response = await officer.sign_in(email, "not the password")
            told.append((response.status_code, officer.words.replace(email, "")))
        assert told[0] == told[1]
        assert told[0][0] == 422

    async def test_the_account_is_locked_after_too_many_tries(self, hub: Hub, officer: Officer) -> None:
        add_staff(hub, EMAIL, Role.HUB_OFFICER)
        tries = hub.settings.staff_most_tries
        for _ in range(tries - 1):
            assert (await officer.sign_in(EMAIL, "wrong")).status_code == 422
        assert (await officer.sign_in(EMAIL, "wrong")).status_code == 429
        assert "locked after too many wrong tries" in officer.words
        assert (await officer.sign_in(EMAIL)).status_code == 429
        assert "sign_in.lock" in actions(hub)

    async def test_a_new_link_ends_the_lock(self, hub: Hub, officer: Officer) -> None:
        member_id = add_staff(hub, EMAIL, Role.HUB_OFFICER)
        for _ in range(hub.settings.staff_most_tries):
            await officer.sign_in(EMAIL, "wrong")
        staff = hub.app.state.console.services.staff
        with hub.database.unit_of_work() as unit:
            secret = staff.reset(unit, COMMAND_LINE, staff.get(unit, member_id))
        await officer.open(f"/console/open/{secret}")
        await officer.send(f"/console/open/{secret}", password=PASSWORD)
        await officer.sign_in(EMAIL)
        assert officer.path == "/console"

    async def test_the_lock_outlives_the_process_and_ends(self, hub: Hub, officer: Officer) -> None:
        member_id = add_staff(hub, EMAIL, Role.HUB_OFFICER)
        with hub.database.unit_of_work() as unit:
            member = unit.get_one(StaffMember, member_id)
            member.locked_until = member.created_at.replace(year=2099)
        assert (await officer.sign_in(EMAIL)).status_code == 429
        with hub.database.unit_of_work() as unit:
            member = unit.get_one(StaffMember, member_id)
            member.locked_until = member.created_at.replace(year=2020)
        hub.app.state.console.throttle._limiter.storage.storage.clear()
        await officer.sign_in(EMAIL)
        assert officer.path == "/console"

    async def test_one_address_can_not_try_without_end(self, hub: Hub, officer: Officer) -> None:
        answers = [
            (await officer.sign_in(f"{number}@hub.example", "wrong")).status_code for number in range(21)
        ]
        assert answers == [422] * 20 + [429]
        assert "Wait a minute" in officer.words

    async def test_the_way_on_stays_in_the_console(self, hub: Hub, officer: Officer) -> None:
        add_staff(hub, EMAIL, Role.HUB_OFFICER)
        await officer.open("/console/account")
        assert officer.path == "/console/sign-in"
        response = await officer.client.get("/console/account?x=1")
        assert response.headers["location"] == "/console/sign-in?next=/console/account%3Fx%3D1"
        for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/chat", "/console/\\x"):
            await officer.open("/console/sign-in")
            await officer.send("/console/sign-in", email=EMAIL, password=PASSWORD, next=elsewhere)
            assert officer.path == "/console"

    async def test_the_browser_gets_a_new_secret(self, hub: Hub, officer: Officer) -> None:
        add_staff(hub, EMAIL, Role.HUB_OFFICER)
        await officer.open("/console/sign-in")
        before = officer.client.cookies["local_focus_staff"]
        await officer.send("/console/sign-in", email=EMAIL, password=PASSWORD)
        after = officer.client.cookies["local_focus_staff"]
        assert after != before
        with hub.database.unit_of_work() as unit:
            assert after not in unit.query(StaffSession).one().digest

    async def test_changing_it_signs_out_everywhere_else(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        async with client_for(hub) as client:
            other = Officer(client)
            await other.sign_in(EMAIL)
            await officer.open("/console/account")
            wrong = await officer.send("/console/account/password", old="wrong", password="another long one")
            assert wrong.status_code == 422
            await officer.send("/console/account/password", old=PASSWORD, password="another long one")
            assert officer.path == "/console/account"
            await other.open("/console/account")
            assert other.path == "/console/sign-in"
            await other.sign_in(EMAIL, "another long one")
            assert other.path == "/console"


class TestSessions:
    async def test_they_are_listed_and_one_can_be_ended(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        async with client_for(hub) as client:
            client.headers["User-Agent"] = "The phone"
            other = Officer(client)
            await other.sign_in(EMAIL)
            await officer.open("/console/account")
            assert "The phone" in officer.words
            end = re.search(r'action="(/console/account/sessions/\d+/end)"', officer.page)
            assert end
            await officer.send(end[1])
            assert "The phone" not in officer.words
            await other.open("/console/account")
            assert other.path == "/console/sign-in"

    async def test_nobody_ends_somebody_elses(self, hub: Hub, signed_in: SignIn) -> None:
        await signed_in(Role.HUB_OFFICER, EMAIL)
        other = await signed_in(Role.HUB_OFFICER, "other@hub.example")
        with hub.database.unit_of_work() as unit:
            first = min(row.id for row in unit.query(StaffSession))
        await other.open("/console/account")
        assert (await other.send(f"/console/account/sessions/{first}/end")).status_code == 404

    async def test_signing_out_ends_it_here_too(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        cookie = officer.client.cookies["local_focus_staff"]
        await officer.send("/console/sign-out")
        officer.client.cookies.set("local_focus_staff", cookie)
        await officer.open("/console")
        assert officer.path == "/console/sign-in"

    async def test_whoever_is_disabled_is_out_at_once(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        boss = await signed_in(Role.ADMINISTRATOR)
        with hub.database.unit_of_work() as unit:
            staff_id = unit.query(StaffMember).filter_by(email=EMAIL).one().id
        await boss.open(f"/console/staff/{staff_id}")
        await boss.send(f"/console/staff/{staff_id}/disable")
        assert "Disabled" in boss.words
        await officer.open("/console")
        assert officer.path == "/console/sign-in"
        assert (await officer.sign_in(EMAIL)).status_code == 422

    async def test_the_last_administrator_stays(self, hub: Hub, signed_in: SignIn) -> None:
        boss = await signed_in(Role.ADMINISTRATOR)
        with hub.database.unit_of_work() as unit:
            staff_id = unit.query(StaffMember).one().id
        await boss.open(f"/console/staff/{staff_id}")
        for path, fields in (
            ("/disable", {}),
            ("", {"role": "analyst", "email": "administrator@hub.example"}),
        ):
            response = await boss.send(f"/console/staff/{staff_id}{path}", **fields)
            assert response.status_code == 422
            assert "another administrator" in boss.words


class TestTheSecondStep:
    async def test_it_is_set_up_and_asked_for(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        await officer.open("/console/account/second-step")
        app = await officer.set_up_second_step()
        codes = re.findall(r"<code>([^<]*)</code>", officer.page)
        assert len(codes) == 10
        await officer.send("/console/sign-out") if "form_token" in officer.page else None
        await officer.sign_in(EMAIL)
        assert officer.path == "/console/second-step"
        await officer.open("/console/account")
        assert officer.path == "/console/second-step"
        # The code that set it up was used.
        assert (await officer.send("/console/second-step", code=app.now())).status_code == 422
        await officer.send("/console/second-step", code=codes[0].lower().replace("-", " "))
        assert officer.path == "/console"
        await officer.sign_in(EMAIL)
        assert (await officer.send("/console/second-step", code=codes[0])).status_code == 422
        assert "second_step.use_recovery_code" in actions(hub)

    async def test_it_can_not_be_replaced_half_way(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        await officer.open("/console/account/second-step")
        await officer.set_up_second_step()
        await officer.sign_in(EMAIL)
        assert (await officer.open("/console/second-step/set-up")).status_code == 403
        await officer.sign_in(EMAIL)
        assert (await officer.send("/console/second-step/set-up", code="123456")).status_code == 403

    async def test_wrong_codes_lock_too(self, hub: Hub, signed_in: SignIn) -> None:
        officer = await signed_in(Role.HUB_OFFICER, EMAIL)
        await officer.open("/console/account/second-step")
        await officer.set_up_second_step()
        await officer.sign_in(EMAIL)
        for _ in range(hub.settings.staff_most_tries - 1):
            assert (await officer.send("/console/second-step", code="000000")).status_code == 422
        assert (await officer.send("/console/second-step", code="000000")).status_code == 429
        await officer.open("/console/second-step")
        assert officer.path == "/console/sign-in"


class TestARequiredSecondStep:
    @pytest.fixture
    def hub(self, tmp_path: Path) -> Iterator[Hub]:
        """A hub that asks everybody for it."""
        made = create_hub(tmp_path, staff_second_step=True)
        yield made
        made.close()

    @pytest.fixture
    async def officer(self, hub: Hub) -> AsyncIterator[Officer]:
        """Somebody at a browser."""
        async with client_for(hub) as client:
            yield Officer(client)

    async def test_it_is_set_up_on_the_way_in(self, hub: Hub, officer: Officer) -> None:
        add_staff(hub, EMAIL, Role.HUB_OFFICER)
        await officer.sign_in(EMAIL)
        assert officer.path == "/console/second-step/set-up"
        await officer.open("/console/account")
        assert officer.path == "/console/second-step/set-up"
        await officer.set_up_second_step()
        assert "recovery codes" in officer.words
        await officer.open("/console/account")
        assert officer.path == "/console/account"
