"""An agency's answer by the link in a mail, without an account: a page to look at, then a button."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.forms import whole_number
from bot.console.pages.cases import CHANGED
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import ReferralState
from bot.errors import CaseChangedError, NotFoundError, StaffError

routes = Routes()


@routes.get("/answer/{token}", Permission.ENTER)
def show_answer(visit: Visiting, token: str) -> Response:
    """What can be answered; looking at it answers nothing."""
    return _page(visit, token)


@routes.post("/answer/{token}", Permission.ENTER)
def take_answer(visit: Visiting, token: str) -> Response:
    """Say how far the agency is."""
    form = visit.form
    version = form.text("version")
    try:
        state = ReferralState(form.text("state"))
        with visit.services.database.unit_of_work() as unit:
            number = whole_number(version) or 0
            visit.services.answers.answer(unit, token, number, state, form.text("reason"), visit.address)
    except NotFoundError:
        return _over(visit)
    except CaseChangedError:
        return _page(visit, token, CHANGED)
    except (StaffError, ValueError) as error:
        return _page(visit, token, str(error) if isinstance(error, StaffError) else "choose how far you are")
    return visit.page("answer_taken.html", state=state)


def _page(visit: Visit, token: str, problem: str = "") -> Response:
    try:
        with visit.services.database.unit_of_work() as unit:
            referral = visit.services.answers.find(unit, token)
    except NotFoundError:
        return _over(visit)
    agency = visit.services.directory.find_agency(referral.agency_id)
    return visit.page(
        "answer.html",
        (409 if problem == CHANGED else 422) if problem else 200,
        referral=referral,
        agency_name=agency.name if agency else referral.agency_id,
        typed=visit.form.text("reason"),
        problem=problem,
    )


def _over(visit: Visit) -> Response:
    return visit.page("answer.html", 410, referral=None)
