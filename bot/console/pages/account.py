"""One's own account: password, second step, and where one is signed in."""

from __future__ import annotations

from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visit, Visiting
from bot.errors import StaffError
from bot.services.passwords import SHORTEST

routes = Routes()
ACCOUNT = f"{PREFIX}/account"


@routes.get("/account", Permission.OWN_ACCOUNT)
def show_account(visit: Visiting) -> Response:
    """Who one is, and everything that can be changed about it."""
    return _page(visit)


@routes.post("/account/password", Permission.OWN_ACCOUNT)
async def change_password(visit: Visiting) -> Response:
    """Change the password; other browsers are signed out."""
    await visit.console.throttle.count_try(visit.address)
    return await run_in_threadpool(_change_password, visit)


@routes.post("/account/second-step/remove", Permission.OWN_ACCOUNT)
async def remove_second_step(visit: Visiting) -> Response:
    """Do without the second step; the password is asked for, since the browser may be somebody else's."""
    await visit.console.throttle.count_try(visit.address)
    return await run_in_threadpool(_with_password, visit, "remove")


@routes.post("/account/recovery-codes", Permission.OWN_ACCOUNT)
async def renew_recovery_codes(visit: Visiting) -> Response:
    """New recovery codes in place of the old ones."""
    await visit.console.throttle.count_try(visit.address)
    return await run_in_threadpool(_with_password, visit, "renew")


@routes.post("/account/sessions/{session_id}/end", Permission.OWN_ACCOUNT)
def end_session(visit: Visiting, session_id: int) -> Response:
    """Sign one of one's own browsers out."""
    with visit.services.database.unit_of_work() as unit:
        if not visit.services.sessions.end(unit, visit.staff, session_id):
            raise ConsoleRefusal("not_found", 404)
    return visit.go(ACCOUNT)


def _change_password(visit: Visit) -> Response:
    old, new = visit.form.exact("old"), visit.form.exact("password")
    try:
        with visit.services.database.unit_of_work() as unit:
            browser = visit.services.sessions.get(unit, visit.cookie)
            visit.console.staff.change_password(unit, visit.staff, browser.member, old, new, stay=browser.id)
    except StaffError as error:
        return _page(visit, str(error))
    return visit.go(ACCOUNT)


def _with_password(visit: Visit, change: str) -> Response:
    services = visit.services
    with services.database.unit_of_work() as unit:
        member = services.sessions.get(unit, visit.cookie).member
        is_right = services.sign_in.passwords.is_right(member.password_hash, visit.form.exact("old"))
        if is_right and member.totp_secret is not None and change == "renew":
            codes = services.second_step.renew_codes(unit, member, visit.staff)
            return visit.page("recovery_codes.html", codes=codes, on=ACCOUNT)
        if is_right:
            services.second_step.remove(unit, member, visit.staff)
    return visit.go(ACCOUNT) if is_right else _page(visit, "wrong")


def _page(visit: Visit, problem: str | None = None) -> Response:
    services = visit.services
    with services.database.unit_of_work() as unit:
        browser = services.sessions.get(unit, visit.cookie)
        return visit.page(
            "account.html",
            422 if problem else 200,
            member=browser.member,
            sessions=services.sessions.list_sessions(unit, browser.staff_id),
            this_session=browser.id,
            codes_left=len(browser.member.recovery_codes),
            shortest=SHORTEST,
            problem=problem,
        )
