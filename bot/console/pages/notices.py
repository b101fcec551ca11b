"""Notices to the coordinator: silent agencies, referrals that never arrived, thresholds that were met."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visiting

NOTICES = f"{PREFIX}/notices"
routes = Routes(Entry("Notices", NOTICES, Permission.SEE_NOTICES, order=40))
_SHOWN = 200


@routes.get("/notices", Permission.SEE_NOTICES)
def list_notices(visit: Visiting) -> Response:
    """What nobody has looked at yet, oldest first."""
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "notices.html",
            notices=visit.services.notices.list_open(unit, visit.staff, _SHOWN),
            agency_names={a.id: a.name for a in visit.services.directory.list_agencies()},
        )


@routes.post("/notices/{notice_id}/done", Permission.SEE_NOTICES)
def end_notice(visit: Visiting, notice_id: int) -> Response:
    """Say that somebody has looked."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.notices.end(unit, visit.staff, notice_id)
    return visit.go(NOTICES)
