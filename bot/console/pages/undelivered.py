"""What could not be delivered or acted on: why, since when, trying it again, and leaving it for good."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.errors import StaffError
from bot.services.undelivered import Queue

UNDELIVERED = f"{PREFIX}/undelivered"
routes = Routes(
    Entry("Undelivered", UNDELIVERED, Permission.WORK_CONCERNS, order=60, section=Section.DELIVERY)
)


@routes.get("/undelivered", Permission.WORK_CONCERNS)
def list_undelivered(visit: Visiting) -> Response:
    """Both lists, oldest first."""
    return _page(visit)


@routes.post("/undelivered/{queue}/again", Permission.MANAGE_QUEUE)
def try_all_again(visit: Visiting, queue: str) -> Response:
    """Try everything of one list again."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.undelivered.try_again(unit, visit.staff, _queue(queue))
    return visit.go(UNDELIVERED)


@routes.post("/undelivered/{queue}/{number}/again", Permission.WORK_CONCERNS)
def try_again(visit: Visiting, queue: str, number: int) -> Response:
    """Try one again."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.undelivered.try_again(unit, visit.staff, _queue(queue), number)
    return visit.go(UNDELIVERED)


@routes.post("/undelivered/{queue}/{number}/give-up", Permission.MANAGE_QUEUE)
def give_up(visit: Visiting, queue: str, number: int) -> Response:
    """Leave one for good, with the reason."""
    reason = visit.form.text("reason")
    try:
        with visit.services.database.unit_of_work() as unit:
            visit.services.undelivered.give_up(unit, visit.staff, _queue(queue), number, reason)
    except StaffError as error:
        return _page(visit, str(error), f"#reason-{queue}-{number}")
    return visit.go(UNDELIVERED)


def _queue(name: str) -> Queue:
    try:
        return Queue(name)
    except ValueError:
        raise ConsoleRefusal("not_found", 404) from None


def _page(visit: Visit, problem: str = "", problem_at: str = "") -> Response:
    with visit.services.database.unit_of_work() as unit:
        undelivered = visit.services.undelivered
        lists = [(queue.value, undelivered.list_given_up(unit, visit.staff, queue)) for queue in Queue]
    return visit.page(
        "undelivered.html", 422 if problem else 200, lists=lists, problem=problem, problem_at=problem_at
    )
