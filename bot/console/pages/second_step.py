"""Setting up the second step: when it is required before going on, or from one's own account."""

from __future__ import annotations

import segno
from fastapi.responses import Response

from bot.console.pages.account import ACCOUNT
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.services.staff_sessions import actor_of

routes = Routes()


@routes.get("/second-step/set-up", Permission.SECOND_STEP)
def show_required_set_up(visit: Visiting) -> Response:
    """The picture for the authenticator app, on the way in."""
    return _show(visit, is_required=True)


@routes.post("/second-step/set-up", Permission.SECOND_STEP)
def set_up_required(visit: Visiting) -> Response:
    """Take the app into use and go on in."""
    return _set_up(visit, is_required=True)


@routes.get("/account/second-step", Permission.OWN_ACCOUNT)
def show_set_up(visit: Visiting) -> Response:
    """The picture for the authenticator app; a new one where there is one already."""
    return _show(visit, is_required=False)


@routes.post("/account/second-step", Permission.OWN_ACCOUNT)
def set_up(visit: Visiting) -> Response:
    """Take the app into use from now on."""
    return _set_up(visit, is_required=False)


def _show(visit: Visit, *, is_required: bool, status: int = 200) -> Response:
    services = visit.services
    with services.database.unit_of_work() as unit:
        browser = services.sessions.get(unit, visit.cookie)
        if browser.member.totp_secret is not None:
            # The way in must not lead around the app that there is; who is in removes the old one first.
            raise ConsoleRefusal("not_allowed", 403)
        secret = services.second_step.begin(unit, browser)
        address = services.second_step.address_of(browser.member, secret)
    return visit.page(
        "second_step_set_up.html",
        status,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        is_required=is_required,
        is_wrong=status != 200,
    )


def _set_up(visit: Visit, *, is_required: bool) -> Response:
    services = visit.services
    with services.database.unit_of_work() as unit:
        browser = services.sessions.get(unit, visit.cookie)
        if browser.member.totp_secret is not None:
            raise ConsoleRefusal("not_allowed", 403)
        actor = actor_of(browser)
        codes = services.second_step.confirm(unit, browser, actor, visit.form.text("code"))
        if codes is not None and is_required:
            services.sign_in.finish(unit, browser)
    if codes is None:
        return _show(visit, is_required=is_required, status=422)
    return visit.page("recovery_codes.html", codes=codes, on="/console" if is_required else ACCOUNT)
