"""Referrals to one's own agency: what is shared of each, and how far the agency is."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.forms import whole_number
from bot.console.pages.cases import CHANGED
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import ReferralState
from bot.errors import CaseChangedError, StaffError
from bot.services.partner_referrals import list_answers
from bot.services.worklist import SHOWN_AT_ONCE

REFERRALS = f"{PREFIX}/referrals"
routes = Routes(Entry("Referrals", REFERRALS, Permission.SEE_REFERRALS, order=20))


@routes.get("/referrals", Permission.SEE_REFERRALS)
def list_referrals(visit: Visiting, before: int | None = None) -> Response:
    """What was referred to the agency, newest first."""
    with visit.services.database.unit_of_work() as unit:
        found = visit.services.referrals.list_page(unit, visit.staff, before)
    following = found[-1].key if len(found) == SHOWN_AT_ONCE else None
    return visit.page("referrals.html", referrals=found, following=following)


@routes.get("/referrals/{reference}", Permission.SEE_REFERRALS)
def show_referral(visit: Visiting, reference: str) -> Response:
    """One of them."""
    return _page(visit, reference)


@routes.get("/referrals/{reference}/photos/{photo_id}", Permission.SEE_REFERRALS)
def show_referral_photo(visit: Visiting, reference: str, photo_id: str) -> Response:
    """The copy of a photo that the agency gets."""
    with visit.services.database.unit_of_work() as unit:
        jpeg = visit.services.referrals.read_photo(unit, visit.staff, reference, photo_id)
    return Response(jpeg, media_type="image/jpeg", headers={"Content-Disposition": "inline"})


@routes.post("/referrals/{reference}", Permission.SEE_REFERRALS)
def answer_referral(visit: Visiting, reference: str) -> Response:
    """Say how far the agency is."""
    form = visit.form
    version = form.text("version")
    try:
        state = ReferralState(form.text("state"))
        with visit.services.database.unit_of_work() as unit:
            number = whole_number(version) or 0
            visit.services.referrals.answer(unit, visit.staff, reference, number, state, form.text("reason"))
    except CaseChangedError:
        return _page(visit, reference, CHANGED)
    except (StaffError, ValueError) as error:
        return _page(
            visit, reference, str(error) if isinstance(error, StaffError) else "choose how far you are"
        )
    return visit.go(f"{REFERRALS}/{reference}")


def _page(visit: Visit, reference: str, problem: str = "") -> Response:
    with visit.services.database.unit_of_work() as unit:
        referral = visit.services.referrals.get(unit, visit.staff, reference)
    return visit.page(
        "referral.html",
        (409 if problem == CHANGED else 422) if problem else 200,
        referral=referral,
        answers=list_answers(),
        typed=visit.form.text("reason"),
        chosen=visit.form.text("state"),
        problem=problem,
    )
