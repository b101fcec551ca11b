"""Signing in and out, and opening an account by its one-time link."""

from __future__ import annotations

from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.console.entering import safe_way, way_in
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Routes
from bot.console.visits import COOKIE, Visit, Visiting
from bot.domain.staff import Actor
from bot.errors import StaffError
from bot.services.passwords import SHORTEST
from bot.services.sign_in import Refusal, SignedIn

routes = Routes()


@routes.get("/sign-in", Permission.ENTER)
def show_sign_in(visit: Visiting) -> Response:
    """The form for email address and password."""
    return _sign_in_page(visit)


@routes.post("/sign-in", Permission.ENTER)
async def sign_in(visit: Visiting) -> Response:
    """Take the first step; on success the browser gets a new secret, so that an old one opens nothing."""
    email, throttle = visit.form.text("email").lower(), visit.console.throttle
    await throttle.count_try(visit.address)
    if await throttle.is_locked(email):
        return _sign_in_page(visit, Refusal.LOCKED)
    entered = await run_in_threadpool(_enter, visit, email)
    if isinstance(entered, Refusal):
        await throttle.note_wrong(email)
        return _sign_in_page(visit, entered)
    await throttle.forget(email)
    return way_in(visit, entered, safe_way(visit.form.text("next")))


@routes.get("/second-step", Permission.SECOND_STEP)
def show_second_step(visit: Visiting) -> Response:
    """The form for the code."""
    return visit.page("second_step.html", next=safe_way(visit.request.query_params.get("next", "")))


@routes.post("/second-step", Permission.SECOND_STEP)
async def take_second_step(visit: Visiting) -> Response:
    """Take the second step."""
    await visit.console.throttle.count_try(visit.address)
    refusal = await run_in_threadpool(_take_second_step, visit)
    if refusal is Refusal.LOCKED:
        return _sign_in_page(visit, refusal)
    to = safe_way(visit.form.text("next"))
    return visit.page("second_step.html", 422, next=to, problem=refusal) if refusal else visit.go(to)


@routes.post("/sign-out", Permission.ENTER)
def sign_out(visit: Visiting) -> Response:
    """End this browser's session, wherever it was between the steps."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.sessions.end_token(unit, visit.cookie)
    response = visit.go(f"{PREFIX}/signed-out")
    response.delete_cookie(COOKIE, path=PREFIX)
    return response


@routes.get("/signed-out", Permission.ENTER)
async def show_signed_out(visit: Visiting) -> Response:
    """Say that it is over, and where one may still be signed in."""
    provider = visit.services.provider_sign_in
    leave = await provider.provider.address_to_leave() if provider else None
    return visit.page("signed_out.html", provider=provider, leave=leave)


@routes.get("/open/{secret}", Permission.ENTER)
def show_open_account(visit: Visiting, secret: str) -> Response:
    """The form for the first password; the link stays good until it is sent."""
    with visit.services.database.unit_of_work() as unit:
        member = visit.console.staff.find_by_link(unit, secret)
        email = member.email if member else None
    return visit.page("open_account.html", 200 if email else 410, email=email, shortest=SHORTEST)


@routes.post("/open/{secret}", Permission.ENTER)
async def open_account(visit: Visiting, secret: str) -> Response:
    """Set the first password; whoever has the link still signs in with it afterwards."""
    response, email = await run_in_threadpool(_open, visit, secret)
    if email is not None:
        # An administrator has helped after a lock-out: it ends here too.
        await visit.console.throttle.forget(email)
    return response


def _open(visit: Visit, secret: str) -> tuple[Response, str | None]:
    """The answer, and whose account was opened, if it was."""
    password, staff = visit.form.exact("password"), visit.console.staff
    email = None
    try:
        with visit.services.database.unit_of_work() as unit:
            member = staff.find_by_link(unit, secret)
            if member is not None:
                email = member.email
                staff.open_account(unit, secret, password, Actor(email, member.id, address=visit.address))
    except StaffError as error:
        page = visit.page("open_account.html", 422, email=email, shortest=SHORTEST, problem=str(error))
        return page, None
    if email is None:
        return visit.page("open_account.html", 410, email=None), None
    return visit.page("sign_in.html", email=email, is_opened=True), email


def _enter(visit: Visit, email: str) -> SignedIn | Refusal:
    with visit.services.database.unit_of_work() as unit:
        password = visit.form.exact("password")
        return visit.services.sign_in.enter(unit, email, password, visit.address, visit.browser)


def _take_second_step(visit: Visit) -> Refusal | None:
    with visit.services.database.unit_of_work() as unit:
        browser = visit.services.sessions.get(unit, visit.cookie)
        return visit.services.sign_in.take_second_step(unit, browser, visit.form.text("code"))


def _sign_in_page(visit: Visit, refusal: Refusal | None = None) -> Response:
    status = {Refusal.WRONG: 422, Refusal.LOCKED: 429}.get(refusal, 200) if refusal else 200
    asked = visit.form.text("next") or visit.request.query_params.get("next", "")
    return visit.page(
        "sign_in.html",
        status,
        email=visit.form.text("email"),
        next=safe_way(asked),
        problem=refusal,
        provider=visit.services.provider_sign_in,
        provider_problem=visit.request.query_params.get("problem", ""),
        minutes=visit.services.settings.staff_lock_out_minutes,
    )
