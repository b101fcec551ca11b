"""Somebody of the staff with a browser without JavaScript: follows links, fills in the forms they see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

import httpx
import pyotp

from bot.domain.staff import COMMAND_LINE, Account, Role
from tests.fakes.hub import Hub
from tests.functional.web.visitor import PAGE

type Files = dict[str, bytes] | list[tuple[str, bytes]]
"""Field -> what was chosen in it; a field with several stands there several times."""
PASSWORD = "correct horse battery"


@dataclass(slots=True)
class Officer:
    """One person with one browser."""

    client: httpx.AsyncClient
    page: str = field(default="")
    path: str = field(default="")

    async def open(self, path: str) -> httpx.Response:
        """Go to a page, wherever it leads."""
        response = await self.client.get(path, headers=PAGE, follow_redirects=True)
        self.page, self.path = response.text, response.url.path
        return response

    async def send(self, path: str, files: Files | None = None, **fields: str | list[str]) -> httpx.Response:
        """Send a form with the token of the page on the screen, and follow where it leads."""
        token = re.search(r'name="form_token" value="([^"]*)"', self.page)
        assert token, f"no form on {self.path}"
        body = {"form_token": token[1], **fields}
        response = await self.client.post(path, data=body, files=files, headers=PAGE, follow_redirects=True)
        self.page, self.path = response.text, response.url.path
        return response

    async def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """Take the first step."""
        await self.open("/console/sign-in")
        return await self.send("/console/sign-in", email=email, password=password)

    async def set_up_second_step(self) -> pyotp.TOTP:
        """Use the authenticator app of the page on the screen; the app."""
        found = re.search(r'data-testid="key">([^<]*)<', self.page)
        assert found, f"no key on {self.path}"
        app = pyotp.TOTP(found[1].replace(" ", ""))
        await self.send(self.path, code=app.now())
        return app

    @property
    def words(self) -> str:
        """What is to be read on the screen."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())


def add_staff(
    hub: Hub,
    email: str,
    role: Role,
    *,
    agency: str | None = None,
    areas: frozenset[str] = frozenset(),
    password: str = PASSWORD,
) -> int:
    """An account that is open already; its id."""
    staff = hub.app.state.console.services.staff
    with hub.database.unit_of_work() as unit:
        account = Account(email, email.partition("@")[0].capitalize(), role, agency, areas)
        member, secret = staff.add(unit, COMMAND_LINE, account)
        staff.open_account(unit, secret, password, COMMAND_LINE)
        return int(member.id)
