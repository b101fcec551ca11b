"""The queue: concerns filtered by what stands in the address, so that each view can be bookmarked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern, Outcome
from bot.domain.categories import Category
from bot.errors import CaseChangedError, NotFoundError, StaffError
from bot.services.concern_search import LONGEST_SEARCH
from bot.services.worklist import State, WorklistFilter
from bot.services.worklist_pages import Sort

CONCERNS = f"{PREFIX}/concerns"
routes = Routes(Entry("Concerns", CONCERNS, Permission.WORK_CONCERNS, order=10))
_LOCAL_TIME = ZoneInfo("Europe/London")
_LONGEST = 80
#: Name in the address -> field of the filter.
_TICKS = {
    "overdue": "is_overdue",
    "unassigned": "is_unassigned",
    "unsure": "is_unsure",
    "sensitive": "is_sensitive",
    "mine": "is_mine",
}
#: Views that are one click away.
_VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("All open", {}),
    ("Mine", {"mine": "1"}),
    ("Unassigned", {"unassigned": "1"}),
    ("Overdue", {"overdue": "1", "sort": "due"}),
    ("Low confidence", {"unsure": "1"}),
    ("Sensitive", {"sensitive": "1"}),
    ("Closed", {"state": "closed"}),
)


@routes.get("/concerns", Permission.WORK_CONCERNS)
def show_queue(visit: Visiting) -> Response:
    """One page of the queue."""
    return _page(visit)


@routes.post("/concerns/assign", Permission.MANAGE_QUEUE)
def assign_many(visit: Visiting) -> Response:
    """Give all ticked concerns to one person."""
    staff = visit.form.text("staff")
    if not staff.isdigit():
        return _page(visit, problem="Choose who is to work on them.")
    cases = visit.services.cases

    def assign(unit: Session, concern: Concern, version: int) -> None:
        cases.assign(unit, visit.staff, concern, version, int(staff))

    return _for_ticked(visit, assign)


@routes.post("/concerns/close", Permission.MANAGE_QUEUE)
def close_many(visit: Visiting) -> Response:
    """Close all ticked concerns with one outcome and reason; each resident is told."""
    reason, outcome = visit.form.text("reason"), visit.form.text("outcome")
    if outcome not in set(Outcome) or not reason:
        return _page(visit, problem="Choose an outcome and give a reason.")
    cases = visit.services.cases

    def close(unit: Session, concern: Concern, version: int) -> None:
        cases.close(unit, visit.staff, concern, version, Outcome(outcome), reason)

    return _for_ticked(visit, close)


def _for_ticked(visit: Visit, change: Callable[[Session, Concern, int], None]) -> Response:
    """Do it to each, in a unit of work of its own: one that can't be changed keeps no other back."""
    done, left = 0, []
    for ticked in visit.form.choices("concern"):
        reference, _, version = ticked.partition(":")
        try:
            with visit.services.database.unit_of_work() as unit:
                concern = visit.services.cases.get(unit, visit.staff, reference)
                change(unit, concern, int(version) if version.isdigit() else 0)
            done += 1
        except (CaseChangedError, NotFoundError, StaffError) as error:
            left.append(f"{reference}: {_told(error)}")
    if not done and not left:
        return _page(visit, problem="Tick the concerns first.")
    return _page(visit, done=done, left=left)


def _told(error: Exception) -> str:
    if isinstance(error, CaseChangedError):
        return "somebody changed it since this page was shown; nothing was done"
    return "not found" if isinstance(error, NotFoundError) else str(error)


def _page(visit: Visit, *, problem: str = "", done: int = 0, left: list[str] | None = None) -> Response:
    asked = _asked(visit)
    services = visit.services
    with services.database.unit_of_work() as unit:
        today = datetime.now(_LOCAL_TIME).date()
        wanted = _filter(asked)
        found = services.worklist.list_page(unit, visit.staff, wanted, today, asked.get("after", ""))
        kept = {name: value for name, value in asked.items() if name != "after"}
        return visit.page(
            "concerns.html",
            422 if problem else 200,
            rows=found.rows,
            today=today,
            following=urlencode({**kept, "after": found.following}) if found.following else "",
            address=urlencode(asked),
            asked=kept,
            is_filtered=wanted != WorklistFilter(),
            views=[(title, urlencode(view), view == kept) for title, view in _VIEWS],
            states=list(State),
            sorts=list(Sort),
            outcomes=list(Outcome),
            categories=list(Category),
            agencies=services.directory.list_agencies(),
            agency_names={agency.id: agency.name for agency in services.directory.list_agencies()},
            workers=services.cases.list_workers(unit),
            problem=problem,
            done=done,
            left=left or [],
        )


def _asked(visit: Visit) -> dict[str, str]:
    """The filters of the address without what is empty or unknown; a sent form keeps those of its page."""
    known = {"q", "state", "category", "agency", "area", "sort", "after", *_TICKS}
    return {
        name: value.strip()[: LONGEST_SEARCH if name == "q" else _LONGEST]
        for name, value in visit.request.query_params.items()
        if name in known and value.strip()
    }


def _filter(asked: dict[str, str]) -> WorklistFilter:
    try:
        state, sort = State(asked.get("state", State.OPEN)), Sort(asked.get("sort", Sort.NEWEST))
    except ValueError:
        raise ConsoleRefusal("not_readable", 400) from None
    wanted = WorklistFilter(
        search=asked.get("q", ""),
        state=state,
        category=asked.get("category", ""),
        agency=asked.get("agency", ""),
        area=asked.get("area", ""),
        sort=sort,
    )
    ticked: dict[str, Any] = {field: True for name, field in _TICKS.items() if name in asked}
    return replace(wanted, **ticked)
