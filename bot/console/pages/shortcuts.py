"""Turns the queue's keyboard shortcuts off and on again, for oneself."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.queue_filters import address_of, read_filters
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visiting

routes = Routes()


@routes.post("/account/shortcuts", Permission.OWN_ACCOUNT)
def set_shortcuts(visit: Visiting) -> Response:
    """Keep the choice with the account, and lead back to where it was made."""
    with visit.services.database.unit_of_work() as unit:
        member = visit.services.sessions.get(unit, visit.cookie).member
        member.has_shortcuts = bool(visit.form.text("on"))
    if visit.form.text("from") == "account":
        return visit.go(f"{PREFIX}/account")
    return visit.go(address_of(read_filters(visit.request.query_params)))
