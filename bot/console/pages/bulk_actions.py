"""Many concerns at once: each is changed as by the form of its own case, or left alone and named."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.forms import whole_number
from bot.console.pages.concerns import FormOutcome, queue_page
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern, Outcome
from bot.errors import CaseChangedError, NotFoundError, StaffError
from bot.services.worklist import SHOWN_AT_ONCE

routes = Routes()
MOST_AT_ONCE = SHOWN_AT_ONCE
"""Nobody changes what they haven't seen: as many as a page of the queue shows."""
NOBODY, MYSELF = "nobody", "me"


@routes.post("/concerns/assign", Permission.MANAGE_QUEUE)
def assign_many(visit: Visiting) -> Response:
    """Give all ticked concerns to one person, or to nobody."""
    chosen = visit.form.text("staff")
    staff_id = visit.staff.staff_id if chosen == MYSELF else whole_number(chosen)
    if staff_id is None and chosen != NOBODY:
        return queue_page(visit, FormOutcome("Choose who is to work on them."))

    def assign(unit: Session, concern: Concern, version: int) -> None:
        visit.services.cases.assign(unit, visit.staff, concern, version, staff_id)

    return _for_ticked(visit, assign)


@routes.post("/concerns/reroute", Permission.MANAGE_QUEUE)
def reroute_many(visit: Visiting) -> Response:
    """Give the lead of all ticked concerns to one agency; each resident is told."""
    reason, agency = visit.form.text("reroute_reason"), visit.form.text("lead")
    if not agency or not reason:
        return queue_page(visit, FormOutcome("Choose the new lead agency and give a reason."))

    def reroute(unit: Session, concern: Concern, version: int) -> None:
        visit.services.case_routing.reroute(unit, visit.staff, concern, version, agency, reason)

    return _for_ticked(visit, reroute)


@routes.post("/concerns/close", Permission.MANAGE_QUEUE)
def close_many(visit: Visiting) -> Response:
    """Close all ticked concerns with one outcome and reason; each resident is told."""
    reason, outcome = visit.form.text("reason"), visit.form.text("outcome")
    if outcome not in set(Outcome) or not reason:
        return queue_page(visit, FormOutcome("Choose an outcome and give a reason."))

    def close(unit: Session, concern: Concern, version: int) -> None:
        visit.services.cases.close(unit, visit.staff, concern, version, Outcome(outcome), reason)

    return _for_ticked(visit, close)


def _for_ticked(visit: Visit, change: Callable[[Session, Concern, int], None]) -> Response:
    """Do it to each, in a unit of work of its own: one that can't be changed keeps no other back."""
    ticked = dict.fromkeys(visit.form.choices("concern"))
    if not ticked:
        return queue_page(visit, FormOutcome("Tick the concerns first."))
    if len(ticked) > MOST_AT_ONCE:
        return queue_page(visit, FormOutcome(f"Tick {MOST_AT_ONCE} concerns at most."))
    done, left = [], []
    for reference, _, version in (one.partition(":") for one in ticked):
        try:
            with visit.services.database.unit_of_work() as unit:
                concern = visit.services.cases.get(unit, visit.staff, reference)
                change(unit, concern, whole_number(version) or 0)
            done.append(reference)
        except (CaseChangedError, NotFoundError, StaffError) as error:
            left.append((reference, _told(error)))
    return queue_page(visit, FormOutcome(done=done, left=left))


def _told(error: Exception) -> str:
    if isinstance(error, CaseChangedError):
        return "somebody changed it since this page was shown"
    return "not found, or not in your areas" if isinstance(error, NotFoundError) else str(error)
