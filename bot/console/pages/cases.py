"""One case: all that is known of a concern, and the forms for what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.channels.web.transcript_views import show_messages
from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern, ConcernState, Outcome
from bot.domain.categories import Category
from bot.domain.thrive import Element
from bot.services.case_photos import is_blurred

routes = Routes()
CHANGED = "changed"
"""Stands for the problem that somebody else changed the case in the meantime."""


@routes.get("/concerns/{reference}", Permission.WORK_CONCERNS)
def show_case(visit: Visiting, reference: str) -> Response:
    """The case; looking at it is entered in the audit trail."""
    with visit.services.database.unit_of_work() as unit:
        concern = get_concern(visit, unit, reference)
        visit.services.cases.note_view(unit, visit.staff, concern)
        unit.flush()
        return case_page(visit, unit, concern)


def get_concern(visit: Visit, unit: Session, reference: str) -> Concern:
    """The concern, if this member of the hub may see it; raises NotFoundError."""
    return visit.services.cases.get(unit, visit.staff, reference)


def case_page(
    visit: Visit,
    unit: Session,
    concern: Concern,
    *,
    problem: str = "",
    at: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The page; after a form that couldn't be done with the `problem`, at which form, and what was typed."""
    services = visit.services
    sees_sensitive = visit.may(Permission.LINK_SENSITIVE)
    file = services.case_files.read(unit, visit.staff, concern, sees_sensitive=sees_sensitive)
    today = date.today()  # noqa: DTZ011 -- the place's day
    agencies = services.directory.list_agencies(today)
    return visit.page(
        "case.html",
        (409 if problem == CHANGED else 422) if problem else 200,
        concern=concern,
        file=file,
        messages=show_messages(file.messages, {}, with_buttons=False),
        address=f"{CONCERNS}/{concern.reference}",
        agency_names={agency.id: agency.name for agency in services.directory.list_agencies()},
        takers=[agency for agency in agencies if agency.takes_referrals],
        workers=services.cases.list_workers(unit),
        categories=list(Category),
        states=[state for state in ConcernState if state != ConcernState.CLOSED],
        outcomes=list(Outcome),
        can_tell=services.cases.news.can_tell(unit, concern),
        templates=services.templates.list_for(unit, concern.category, concern.state),
        is_by_hand=services.cases.news.is_by_hand(unit, concern),
        to_tell=services.told_by_hand.list_open(unit, visit.staff, concern),
        blurred_photos=[photo.id for photo in concern.photos if is_blurred(concern, photo)],
        tiles=services.settings.map_tiles_url or "",
        tiles_attribution=services.settings.map_tiles_attribution or "",
        sees_originals=visit.may(Permission.SEE_ORIGINALS),
        today=today,
        problem=problem,
        problem_at=f"#{at}" if at else "",
        at=at,
        typed=typed or {},
        ticked=visit.form.choices("prompt"),
        elements=list(Element),
    )
