"""Visits: who is asking, in which browser, with which form; the guard lets in whom the permission allows."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.channel import client_address
from bot.console.console import Console, ConsoleServices
from bot.console.forms import ConsoleForm, read_form
from bot.console.permissions import Permission, may
from bot.console.problems import SIGN_IN, ConsoleRefusal, SentElsewhere
from bot.domain.staff import Actor
from bot.services.staff_sessions import actor_of

COOKIE = "local_focus_staff"
SECOND_STEP, SET_UP = "/console/second-step", "/console/second-step/set-up"


@dataclass(slots=True)
class Visit:
    """One request to the console, past the guard."""

    console: Console
    request: Request
    cookie: str
    """The browser's secret; it stands for a session, or for nothing yet."""
    actor: Actor | None = None
    """Who is signed in; nobody on pages that need only `Permission.ENTER`."""
    session_id: int | None = None
    form: ConsoleForm = field(default_factory=lambda: ConsoleForm({}))

    @property
    def services(self) -> ConsoleServices:
        """The services of the hub."""
        return self.console.services

    @property
    def staff(self) -> Actor:
        """Who is signed in; only for routes whose permission makes sure that somebody is."""
        assert self.actor is not None  # noqa: S101 -- the guard saw to it
        return self.actor

    @property
    def address(self) -> str:
        """Network address of the request."""
        return client_address(self.request)

    @property
    def browser(self) -> str:
        """What the browser calls itself."""
        return self.request.headers.get("user-agent", "")

    def may(self, permission: str) -> bool:
        """Whether who is asking has a permission; templates leave out what they may not do."""
        return may(self.actor, Permission(permission))

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """Answer with a page; its forms get the token of this browser."""
        response = self.console.templates.page(
            template,
            status,
            visit=self,
            here=self.request.url.path,
            form_token=self.console.tokens.token_for(self.cookie),
            **values,
        )
        if self.request.cookies.get(COOKIE) != self.cookie:
            self.keep_cookie(response, self.cookie)
        return response

    def go(self, to: str) -> Response:
        """Answer a sent form by leading to a page."""
        return RedirectResponse(to, status_code=303)

    def keep_cookie(self, response: Response, value: str) -> None:
        """Give the browser its secret; it goes when the browser is closed, and to the console only."""
        response.set_cookie(
            COOKIE, value, path="/console", httponly=True, samesite="lax", secure=self.console.is_secure
        )


def guard(permission: Permission, most_files: int = 0) -> Callable[[Request], Awaitable[None]]:
    """The dependency that lets in whoever has the permission, and reads their form."""

    async def check(request: Request) -> None:
        console: Console = request.app.state.console
        cookie = request.cookies.get(COOKIE, "")
        visit = await run_in_threadpool(_begin, console, request, cookie, permission)
        if request.method == "POST":
            address = console.services.settings.hub_address
            visit.form = await read_form(request, console.tokens, visit.cookie, address, most_files)
        request.state.console_visit = visit

    return check


def _begin(console: Console, request: Request, cookie: str, permission: Permission) -> Visit:
    visit = Visit(console, request, cookie or secrets.token_urlsafe(32))
    if permission is Permission.ENTER:
        return visit
    with console.services.database.unit_of_work() as unit:
        # A stream that a page opens again by itself is nobody's doing.
        is_use = "text/event-stream" not in request.headers.get("accept", "")
        browser = console.services.sessions.find(unit, cookie, is_use=is_use) if cookie else None
        if browser is None:
            raise SentElsewhere(_sign_in_for(request))
        has_second_step = browser.member.totp_secret is not None
        is_complete = browser.is_complete
        visit.actor, visit.session_id = actor_of(browser), browser.id
    if permission is Permission.SECOND_STEP:
        if is_complete:
            raise SentElsewhere("/console")
        return visit
    if not is_complete:
        raise SentElsewhere(SECOND_STEP if has_second_step else SET_UP)
    if not may(visit.actor, permission):
        raise ConsoleRefusal("not_allowed", 403)
    return visit


def _sign_in_for(request: Request) -> str:
    """The sign-in page, that leads back to a page that was asked for."""
    if request.method != "GET" or request.url.path == "/console":
        return SIGN_IN
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{SIGN_IN}?next={quote(asked, safe='/')}"


async def _visit_of(request: Request) -> Visit:
    visit: Visit = request.state.console_visit
    return visit


Visiting = Annotated[Visit, Depends(_visit_of)]
