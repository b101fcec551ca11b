"""The console's first page: what waits for somebody, and everything that they may open."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visiting
from bot.console.waiting import list_waiting

routes = Routes()
_LOCAL_TIME = ZoneInfo("Europe/London")


@routes.get("", Permission.OWN_ACCOUNT)
def show_home(visit: Visiting) -> Response:
    """What waits first, each as a link to where it is done."""
    with visit.services.database.unit_of_work() as unit:
        waiting = list_waiting(visit, unit, datetime.now(_LOCAL_TIME).date())
    return visit.page("home.html", waiting=waiting)
