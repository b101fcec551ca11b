"""A message to the resident of a case: begun from a template, seen just as they will see it, and sent."""

from __future__ import annotations

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.forms import whole_number
from bot.console.pages.cases import CHANGED, get_concern
from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern
from bot.domain.message_templates import PLACEHOLDERS
from bot.errors import CaseChangedError, NotFoundError, StaffError
from bot.services.case_messages import MessagePreview

routes = Routes()
_UNSEEN = "what the resident would see has changed: look at it below, and send it then"


@routes.get("/concerns/{reference}/message", Permission.WORK_CONCERNS)
def begin_message(visit: Visiting, reference: str, template: str = "") -> Response:
    """The template's words with what the case fills in, or an empty message."""
    services = visit.services
    with services.database.unit_of_work() as unit:
        concern = get_concern(visit, unit, reference)
        try:
            ready = services.templates.get(unit, template).template if template else None
        except NotFoundError:
            ready = None
        text = services.case_messages.begin(unit, concern, ready) if ready else ""
        return _page(visit, unit, concern, text, ready.key if ready else "")


@routes.post("/concerns/{reference}/message", Permission.WORK_CONCERNS)
def write_message(visit: Visiting, reference: str) -> Response:
    """Show it as it would be; send it once that was seen and is still so."""
    form, messages = visit.form, visit.services.case_messages
    text, template = form.text("text"), form.text("template")
    version = form.text("version")
    problem = ""
    try:
        with visit.services.database.unit_of_work() as unit:
            concern = get_concern(visit, unit, reference)
            preview = messages.preview(unit, concern, text)
            if form.text("do") == "send":
                if preview.seen != form.text("seen"):
                    raise StaffError(_UNSEEN)
                number = whole_number(version) or 0
                messages.send(unit, visit.staff, concern, number, preview, template)
                return visit.go(f"{CONCERNS}/{reference}")
    except CaseChangedError:
        problem = CHANGED
    except StaffError as error:
        problem = str(error)
    with visit.services.database.unit_of_work() as unit:
        concern = get_concern(visit, unit, reference)
        return _page(visit, unit, concern, text, template, problem)


def _page(
    visit: Visit, unit: Session, concern: Concern, text: str, template: str, problem: str = ""
) -> Response:
    preview, asked = _preview(visit, unit, concern, text)
    problem = problem or (asked if text else "")
    return visit.page(
        "case_message.html",
        (409 if problem == CHANGED else 422) if problem and visit.request.method == "POST" else 200,
        concern=concern,
        address=f"{CONCERNS}/{concern.reference}",
        text=text,
        begun_as=template,
        preview=preview,
        placeholders=PLACEHOLDERS,
        is_by_hand=visit.services.cases.news.is_by_hand(unit, concern),
        problem=problem,
        problem_at="#text",
    )


def _preview(visit: Visit, unit: Session, concern: Concern, text: str) -> tuple[MessagePreview | None, str]:
    """What the resident would see, or None with what is in the way of it."""
    try:
        return visit.services.case_messages.preview(unit, concern, text), ""
    except StaffError as error:
        return None, str(error)
