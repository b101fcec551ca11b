"""Whom staff have to tell something themselves, by telephone or post, and that they have."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.queue_filters import CONCERNS
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visiting

TO_TELL = f"{PREFIX}/to-tell"
routes = Routes(Entry("To tell", TO_TELL, Permission.WORK_CONCERNS, order=14))


@routes.get("/to-tell", Permission.WORK_CONCERNS)
def list_to_tell(visit: Visiting) -> Response:
    """Everything that nobody told yet."""
    with visit.services.database.unit_of_work() as unit:
        to_tell = visit.services.told_by_hand.list_open(unit, visit.staff)
        return visit.page("to_tell.html", to_tell=to_tell)


@routes.post("/concerns/{reference}/told/{message_id}", Permission.WORK_CONCERNS)
def mark_told(visit: Visiting, reference: str, message_id: int) -> Response:
    """They were told, or can't be reached."""
    told = visit.form.text("told")
    if told not in {"yes", "no"}:
        raise ConsoleRefusal("not_readable", 400)
    with visit.services.database.unit_of_work() as unit:
        visit.services.told_by_hand.mark(unit, visit.staff, reference, message_id, is_reached=told == "yes")
    return visit.go(TO_TELL if visit.form.text("from") == "list" else f"{CONCERNS}/{reference}#to-tell")
