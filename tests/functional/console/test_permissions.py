"""Every route of the console against every role, and against somebody who isn't signed in."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.console.mounting import find_routes
from bot.console.pages import conversation_events, queue_events
from bot.console.permissions import GRANTED, Permission
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio

ROUTES = {route: permission for routes in find_routes() for route, permission in routes.permissions.items()}
O, C, P, N, A = (  # noqa: E741 -- letters make the table below readable
    Role.HUB_OFFICER,
    Role.HUB_COORDINATOR,
    Role.PARTNER,
    Role.ANALYST,
    Role.ADMINISTRATOR,
)

#: Permission -> who has it; written out again, so that a slip in the product's own table shows.
EXPECTED = {
    Permission.OWN_ACCOUNT: {O, C, P, N, A},
    Permission.WORK_CONCERNS: {O, C, A},
    Permission.JOIN_CONVERSATIONS: {O, C, A},
    Permission.MANAGE_QUEUE: {C, A},
    Permission.BLOCK_PEOPLE: {C, A},
    Permission.FILE_REPORTS: {O, C, P, A},
    Permission.EDIT_TEMPLATES: {C, A},
    Permission.LINK_SENSITIVE: {C, A},
    Permission.SEE_ORIGINALS: {C, A},
    Permission.SEE_REFERRALS: {P},
    Permission.SEE_NOTICES: {C, A},
    Permission.READ_SHARING: {C, A},
    Permission.READ_FIGURES: {O, C, N, A},
    Permission.READ_SURVEYS: {O, C, P, N, A},
    Permission.ENTER_PAPER: {O, C, A},
    Permission.READ_ANSWERS: {C, N, A},
    Permission.READ_ASSESSMENT: {C, N, A},
    Permission.READ_WORDS: {C, A},
    Permission.EDIT_SURVEYS: {C, A},
    Permission.MANAGE_STAFF: {A},
    Permission.MANAGE_POSTS: {O, C, A},
    Permission.LABEL_EXAMPLES: {O, C, A},
    Permission.MANAGE_FEEDS: {C, A},
    Permission.MANAGE_API_KEYS: {A},
    Permission.READ_AUDIT: {A},
}
#: What changes only how much a page shows; its own tests look at that.
WITHIN_PAGES = {Permission.LINK_SENSITIVE}
#: Pages for people who are on their way in.
ON_THE_WAY = {Permission.ENTER, Permission.SECOND_STEP}


@pytest.fixture(autouse=True)
def _streams_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client reads an answer only when it is complete."""
    monkeypatch.setattr(queue_events, "_MOST_WAITS", 0)
    monkeypatch.setattr(conversation_events, "_MOST_LOOKS", 0)


def test_each_permission_is_in_the_table() -> None:
    assert set(EXPECTED) | ON_THE_WAY == set(Permission)
    assert {role: {p for p, roles in EXPECTED.items() if role in roles} for role in Role} == GRANTED


def test_no_route_of_the_console_is_outside_the_table(hub: Hub) -> None:
    found = {
        (method, route.path)
        for routes in find_routes()
        for route in routes.router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert found == set(ROUTES)
    assert set(ROUTES.values()) | WITHIN_PAGES == set(Permission)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_what_it_may_and_nothing_else(signed_in: SignIn, role: Role) -> None:
    officer = await signed_in(role)
    for (method, path), permission in ROUTES.items():
        if permission in ON_THE_WAY:
            continue
        response = await _ask(officer, method, path)
        refused = response.status_code == 403 and "Your role doesn't include it" in response.text
        assert refused is (role not in EXPECTED[permission]), (method, path)
        assert response.status_code < 500, (method, path)
        # What was just ended or changed must not stand in the way of the next route.
        assert response.status_code != 303 or "sign-in" not in response.headers["location"], (method, path)


async def test_nobody_gets_in_without_signing_in(officer: Officer) -> None:
    for (method, path), permission in ROUTES.items():
        if permission is Permission.ENTER:
            continue
        response = await _ask(officer, method, path)
        assert response.status_code == 303, (method, path)
        assert response.headers["location"].startswith("/console/sign-in"), (method, path)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.HUB_COORDINATOR])
async def test_a_form_without_its_token_is_refused(signed_in: SignIn, role: Role) -> None:
    officer = await signed_in(role)
    for (method, path), permission in ROUTES.items():
        if method == "POST" and (permission is Permission.ENTER or permission in GRANTED[role]):
            response = await officer.client.post(_filled(path), data={"form_token": "guessed"})
            assert (response.status_code, "out of date" in response.text) == (403, True), path


async def _ask(officer: Officer, method: str, path: str) -> httpx.Response:
    if method == "GET":
        return await officer.client.get(_filled(path))
    token = re.search(r'name="form_token" value="([^"]*)"', officer.page)
    return await officer.client.post(_filled(path), data={"form_token": token[1] if token else ""})


def _filled(path: str) -> str:
    """The address with a key that nothing has."""
    return re.sub(r"\{[^}]*\}", "987654", path)
