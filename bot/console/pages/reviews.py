"""ASB Case Reviews: what meets the threshold, the offer to the resident, and the clock once they ask."""

from __future__ import annotations

from datetime import date

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.pages.cases import CHANGED
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.errors import CaseChangedError, StaffError

REVIEWS = f"{PREFIX}/reviews"
routes = Routes(Entry("Case reviews", REVIEWS, Permission.SEE_NOTICES, order=45))
_SHOWN = 200


@routes.get("/reviews", Permission.SEE_NOTICES)
def list_reviews(visit: Visiting) -> Response:
    """Undecided ones first."""
    return _page(visit)


@routes.post("/reviews/{review_id}", Permission.SEE_NOTICES)
def change_review(visit: Visiting, review_id: int) -> Response:
    """Take the step whose button was pressed."""
    try:
        with visit.services.database.unit_of_work() as unit:
            _take(visit, unit, review_id)
    except CaseChangedError:
        return _page(visit, CHANGED)
    except StaffError as error:
        return _page(visit, str(error))
    return visit.go(REVIEWS)


def _take(visit: Visit, unit: Session, review_id: int) -> None:
    reviews, given = visit.services.reviews, (unit, visit.staff, review_id)
    match visit.form.text("step"):
        case "offer":
            reviews.offer(*given)
        case "request":
            reviews.request(*given)
        case "acknowledge":
            reviews.acknowledge(*given)
        case "met" | "not_met" as decision:
            reviews.decide(*given, is_met=decision == "met", reason=visit.form.text("reason"))
        case _:
            raise StaffError("choose what to do")


def _page(visit: Visit, problem: str = "") -> Response:
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "reviews.html",
            (409 if problem == CHANGED else 422) if problem else 200,
            reviews=visit.services.reviews.list_reviews(unit, visit.staff, _SHOWN),
            today=date.today(),  # noqa: DTZ011 -- the place's day
            problem=problem,
        )
