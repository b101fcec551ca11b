"""Signing in with the council's own account, through a provider that signs real tokens."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey

from bot.db.models import AuditEntry, StaffMember
from bot.domain.staff import COMMAND_LINE, Account, Role
from bot.errors import SettingsError
from tests.fakes.hub import Hub, create_hub
from tests.fakes.identity_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider, running_provider
from tests.functional.console.officer import Officer, add_staff
from tests.functional.web.visitor import PAGE, client_for

pytestmark = pytest.mark.anyio

EMAIL = "ann@council.example"


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    """An honest one, that calls Ann's address verified."""
    with running_provider() as made:
        made.claims = {"email": EMAIL, "email_verified": True}
        yield made


def hub_with(provider: FakeProvider, home: Path, **settings: Any) -> Hub:
    return create_hub(
        home,
        oidc_discovery_url=f"{provider.address}/.well-known/openid-configuration",
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_name="your council account",
        **settings,
    )


@pytest.fixture
def hub(provider: FakeProvider, tmp_path: Path) -> Iterator[Hub]:
    """A hub that knows the provider."""
    made = hub_with(provider, tmp_path)
    yield made
    made.close()


@pytest.fixture
async def ann(hub: Hub) -> AsyncIterator[Officer]:
    """Somebody at a browser."""
    async with client_for(hub, "http://127.0.0.1:8000") as client:
        yield Officer(client)


def add(hub: Hub, email: str = EMAIL, subject: str | None = None) -> int:
    staff = hub.app.state.console.services.staff
    with hub.database.unit_of_work() as unit:
        account = Account(email, "Ann", Role.HUB_OFFICER, subject=subject)
        return int(staff.add(unit, COMMAND_LINE, account)[0].id)


async def go_there(officer: Officer, path: str = "/console/provider") -> str:
    """Follow the link to the provider, and it; where it sends the browser back to."""
    leaving = await officer.client.get(path)
    assert leaving.status_code == 303, leaving.text
    if "127.0.0.1" not in leaving.headers["location"]:
        return str(leaving.headers["location"])
    async with httpx.AsyncClient() as outside:
        return str((await outside.get(leaving.headers["location"])).headers["location"])


async def sign_in(officer: Officer, path: str = "/console/provider") -> str:
    """The whole way; what is then on the screen."""
    back = await go_there(officer, path)
    response = await officer.client.get(back, headers=PAGE, follow_redirects=True)
    officer.page, officer.path = response.text, response.url.path
    return officer.words


async def test_who_was_set_up_gets_in_and_out_again(hub: Hub, ann: Officer, provider: FakeProvider) -> None:
    number = add(hub)
    await ann.open("/console/deliveries")
    assert "Sign in with your council account" in ann.words
    await sign_in(ann, "/console/provider?next=/console/deliveries")
    assert ann.path == "/console/deliveries"
    asked = provider.asked
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert {"openid", "email"} <= set(asked["scope"].split())
    with hub.database.unit_of_work() as unit:
        assert unit.get_one(StaffMember, number).provider_subject == "person-1"
        actions = [entry.action for entry in unit.query(AuditEntry).order_by(AuditEntry.id)]
        assert actions[-2:] == ["sign_in.bind", "sign_in.enter"]
    await ann.send("/console/sign-out")
    assert "You are signed out" in ann.words
    assert f'href="{provider.address}/leave"' in ann.page
    await ann.open("/console/deliveries")
    assert ann.path == "/console/sign-in"


async def test_an_address_counts_only_when_it_is_verified_and_only_once(
    hub: Hub, ann: Officer, provider: FakeProvider
) -> None:
    number = add(hub)
    for claims in ({"email": EMAIL}, {"email": EMAIL, "email_verified": "true"}, {}):
        provider.claims = claims
        assert "Nobody has set you up here" in await sign_in(ann)
    provider.claims = {"email": EMAIL, "email_verified": True}
    await sign_in(ann)
    assert ann.path == "/console"
    # Somebody else has the address now: it is not theirs here.
    provider.claims = {"sub": "person-2", "email": EMAIL, "email_verified": True}
    assert "Nobody has set you up here" in await sign_in(ann)
    # And she keeps her account whatever her address is.
    provider.claims = {"email": "married@council.example", "email_verified": True}
    await sign_in(ann)
    assert ann.path == "/console"
    with hub.database.unit_of_work() as unit:
        unit.get_one(StaffMember, number).disabled_at = unit.get_one(StaffMember, number).created_at
    assert "Your account here is closed" in await sign_in(ann)


async def test_a_subject_that_an_administrator_set_is_enough(
    hub: Hub, ann: Officer, provider: FakeProvider
) -> None:
    add(hub, subject="person-1")
    provider.claims = {}
    await sign_in(ann)
    assert ann.path == "/console"


async def test_a_token_that_cant_be_believed_lets_nobody_in(
    hub: Hub, ann: Officer, provider: FakeProvider
) -> None:
    add(hub)
    honest = dict(provider.claims)
    now = int(time.time())
    for lie in (
        {"iss": "https://elsewhere.example"},
        {"aud": "another-hub"},
        {"aud": [CLIENT_ID, "another-hub"]},
        {"nonce": "guessed"},
        {"exp": now - 600},
        {"sub": ""},
    ):
        provider.claims = {**honest, **lie}
        assert "It didn't say who you are" in await sign_in(ann), lie
    provider.claims = honest
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "first"})
    assert "It didn't say who you are" in await sign_in(ann)
    # A key that it has changed to is found.
    provider.key = provider.signs_with
    await sign_in(ann)
    assert ann.path == "/console"


async def test_an_answer_belongs_to_the_browser_that_asked(
    hub: Hub, ann: Officer, provider: FakeProvider
) -> None:
    add(hub)
    back = await go_there(ann)
    async with client_for(hub, "http://127.0.0.1:8000") as other:
        stolen = await other.get(back, headers=PAGE, follow_redirects=True)
        assert "That took too long, or was begun in another window" in Officer(other, stolen.text).words
    wrong = await ann.client.get(back.replace("state=", "state=x"), follow_redirects=True)
    assert wrong.url.path == "/console/sign-in"
    # It was used up with that.
    again = await ann.client.get(back, follow_redirects=True)
    assert again.url.path == "/console/sign-in"


async def test_what_goes_wrong_there_is_said_plainly(hub: Hub, ann: Officer, provider: FakeProvider) -> None:
    add(hub)
    for answer, said in (
        ({"error": "access_denied"}, "You were not signed in, since it was cancelled there."),
        ({"error": "server_error"}, "It didn't say who you are."),
        ({"code": "guessed"}, "It didn't say who you are."),
    ):
        provider.answer = answer
        assert said in await sign_in(ann)


async def test_a_provider_that_is_down_leaves_the_password(tmp_path: Path) -> None:
    hub = hub_with(FakeProvider(address="http://127.0.0.1:1"), tmp_path)
    async with client_for(hub) as client:
        ann = Officer(client)
        await ann.open("/console/provider")
        assert "It can't be reached just now" in ann.words
        assert "Password" in ann.words
    hub.close()


async def test_the_second_step_there_counts_where_a_setting_says_so(
    provider: FakeProvider, tmp_path: Path
) -> None:
    hub = hub_with(provider, tmp_path, staff_second_step=True, oidc_second_step="mfa, silver")
    add(hub)
    honest = dict(provider.claims)
    async with client_for(hub, "http://127.0.0.1:8000") as client:
        ann = Officer(client)
        await sign_in(ann)
        assert ann.path == "/console/second-step/set-up"
        for proof in ({"amr": ["pwd", "mfa"]}, {"acr": "silver"}):
            provider.claims = {**honest, **proof}
            await sign_in(ann)
            assert ann.path == "/console"
    hub.close()


async def test_an_administrator_sets_who_it_is(hub: Hub, provider: FakeProvider) -> None:
    add_staff(hub, "boss@hub.example", Role.ADMINISTRATOR)
    number = add(hub)
    async with client_for(hub) as client:
        boss = Officer(client)
        await boss.sign_in("boss@hub.example")
        await boss.open(f"/console/staff/{number}")
        fields = {"email": EMAIL, "name": "Ann", "role": "hub_officer", "subject": "person-9"}
        await boss.send(f"/console/staff/{number}", **fields)
        await boss.open("/console/staff/add")
        await boss.send("/console/staff/add", **{**fields, "email": "other@council.example"})
        assert f"{EMAIL} has that subject already" in boss.words
    with hub.database.unit_of_work() as unit:
        assert unit.get_one(StaffMember, number).provider_subject == "person-9"


def test_half_of_the_settings_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OIDC_CLIENT_ID"):
        create_hub(tmp_path, oidc_discovery_url="https://login.example/.well-known/openid-configuration")
