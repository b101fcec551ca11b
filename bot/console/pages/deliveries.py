"""Referrals that didn't arrive: which, why, how often it was tried, and sending them again."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visiting

DELIVERIES = f"{PREFIX}/deliveries"
routes = Routes(Entry("Deliveries", DELIVERIES, Permission.WORK_CONCERNS, order=30, section=Section.DELIVERY))
_SHOWN = 200


@routes.get("/deliveries", Permission.WORK_CONCERNS)
def list_unsent(visit: Visiting) -> Response:
    """What was given up or has failed, oldest first."""
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "deliveries.html",
            deliveries=visit.services.deliveries.list_unsent(unit, visit.staff, _SHOWN),
            agency_names={a.id: a.name for a in visit.services.directory.list_agencies()},
        )


@routes.post("/deliveries/{delivery_id}/resend", Permission.WORK_CONCERNS)
def resend(visit: Visiting, delivery_id: int) -> Response:
    """Try one again that was given up."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.deliveries.resend(unit, visit.staff, delivery_id)
    return visit.go(DELIVERIES)
