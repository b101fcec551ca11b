"""The queue: the concerns that somebody may work on, filtered by what stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS, CURSOR, EVENTS, address_of, filter_of, read_filters
from bot.console.queue_views import count_by_view, list_views
from bot.console.routes import Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Outcome
from bot.domain.categories import Category
from bot.services.worklist_counts import newest_key
from bot.services.worklist_filters import State, WorklistFilter
from bot.services.worklist_pages import Sort

routes = Routes(Entry("Concerns", CONCERNS, Permission.WORK_CONCERNS, order=10))
_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class FormOutcome:
    """What came of a form of the queue; nothing when none was sent."""

    problem: str = ""
    """Why nothing was done at all; everything typed and ticked is shown again."""
    done: Sequence[str] = ()
    """References of those that were changed."""
    left: Sequence[tuple[str, str]] = field(default=())
    """References of those that were left as they were, and why."""
    at: str = "bulk"
    """Where on the page the problem is."""


@routes.get("/concerns", Permission.WORK_CONCERNS)
def show_queue(visit: Visiting) -> Response:
    """One page of the queue."""
    return queue_page(visit)


def queue_page(visit: Visit, outcome: FormOutcome | None = None) -> Response:
    """The page that the address asks for; after a form of it with what came of that."""
    outcome = outcome or FormOutcome()
    services, parameters = visit.services, visit.request.query_params
    asked = read_filters(parameters)
    after = parameters.get(CURSOR, "").strip()
    wanted = filter_of(asked)
    today = datetime.now(_LOCAL_TIME).date()
    agencies = services.directory.list_agencies(today)
    with services.database.unit_of_work() as unit:
        newest = newest_key(unit)
        found = services.worklist.list_page(unit, visit.staff, wanted, today, after)
        views = list_views(visit, unit)
        return visit.page(
            "concerns.html",
            422 if outcome.problem else 200,
            rows=found.rows,
            today=today,
            following=address_of({**asked, CURSOR: found.following}) if found.following else "",
            address=urlencode({**asked, CURSOR: after} if after else asked),
            filters=urlencode(asked),
            asked=asked,
            first_page=address_of(asked),
            events=address_of({"since": str(newest), **asked}, EVENTS),
            has_shortcuts=services.staff.get(unit, visit.staff.staff_id or 0).has_shortcuts,
            is_filtered=wanted != WorklistFilter(),
            views=views,
            counts=count_by_view(visit, unit, views, today),
            states=list(State),
            sorts=list(Sort),
            outcomes=list(Outcome),
            categories=list(Category),
            agencies=services.directory.list_agencies(),
            takers=[agency for agency in agencies if agency.takes_referrals],
            agency_names={agency.id: agency.name for agency in services.directory.list_agencies()},
            workers=services.cases.list_workers(unit),
            problem=outcome.problem,
            problem_at=f"#{outcome.at}",
            outcome=outcome,
            typed=visit.form if outcome.problem else None,
            ticked={one.partition(":")[0] for one in visit.form.choices("concern")}
            if outcome.problem
            else set(),
        )
