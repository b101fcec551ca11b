"""What can be done with one case: each form is checked, done once, and never over somebody else's change."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.case_changes import CaseChange, change_case
from bot.console.forms import whole_number
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.visits import Visiting
from bot.db.models import ConcernState, Outcome
from bot.domain.categories import Category
from bot.errors import StaffError

routes = Routes()


@routes.post("/concerns/{reference}/assign", Permission.WORK_CONCERNS)
def assign(visit: Visiting, reference: str) -> Response:
    """Give it to somebody, or to nobody."""

    def do(change: CaseChange) -> None:
        staff = change.text("staff")
        staff_id = whole_number(staff)
        if staff and staff_id is None:
            raise StaffError("choose one of the list")
        visit.services.cases.assign(*change.given, staff_id)

    return change_case(visit, reference, "assign", do)


@routes.post("/concerns/{reference}/category", Permission.WORK_CONCERNS)
def recategorise(visit: Visiting, reference: str) -> Response:
    """Say what it really is; it goes where that belongs."""
    return change_case(
        visit,
        reference,
        "category",
        lambda change: visit.services.case_routing.recategorise(
            *change.given, change.one_of(Category, "category"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/lead", Permission.WORK_CONCERNS)
def reroute(visit: Visiting, reference: str) -> Response:
    """Give the lead to another agency."""
    return change_case(
        visit,
        reference,
        "lead",
        lambda change: visit.services.case_routing.reroute(
            *change.given, change.text("agency"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/partner", Permission.WORK_CONCERNS)
def add_partner(visit: Visiting, reference: str) -> Response:
    """Have one more agency work along."""
    return change_case(
        visit,
        reference,
        "partner",
        lambda change: visit.services.case_routing.add_partner(
            *change.given, change.text("agency"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/state", Permission.WORK_CONCERNS)
def set_state(visit: Visiting, reference: str) -> Response:
    """Say how far it is, or open it again."""
    return change_case(
        visit,
        reference,
        "state",
        lambda change: visit.services.cases.set_state(
            *change.given, change.one_of(ConcernState, "state"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/close", Permission.WORK_CONCERNS)
def close(visit: Visiting, reference: str) -> Response:
    """End it with an outcome; the resident is told."""
    return change_case(
        visit,
        reference,
        "close",
        lambda change: visit.services.cases.close(
            *change.given, change.one_of(Outcome, "outcome"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/outcome", Permission.WORK_CONCERNS)
def set_outcome(visit: Visiting, reference: str) -> Response:
    """Correct how it ended."""
    return change_case(
        visit,
        reference,
        "outcome",
        lambda change: visit.services.cases.set_outcome(
            *change.given, change.one_of(Outcome, "outcome"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/privacy", Permission.WORK_CONCERNS)
def set_hidden(visit: Visiting, reference: str) -> Response:
    """Keep all of it from the public, or no longer."""
    return change_case(
        visit,
        reference,
        "privacy",
        lambda change: visit.services.case_privacy.set_hidden(
            *change.given, change.text("hidden") == "1", change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/retention", Permission.MANAGE_QUEUE)
def keep_until(visit: Visiting, reference: str) -> Response:
    """Change the day until which it is kept."""
    return change_case(
        visit,
        reference,
        "retention",
        lambda change: visit.services.case_privacy.keep_until(
            *change.given, change.text("day"), change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/note", Permission.WORK_CONCERNS)
def add_note(visit: Visiting, reference: str) -> Response:
    """Write something down for colleagues."""
    return change_case(
        visit,
        reference,
        "note",
        lambda change: visit.services.staff_notes.add(
            change.unit, visit.staff, change.concern, change.text("text")
        ),
    )


@routes.post("/concerns/{reference}/decision", Permission.WORK_CONCERNS)
def note_decision(visit: Visiting, reference: str) -> Response:
    """Write down what was decided on the prompts, and why."""
    return change_case(
        visit,
        reference,
        "decision",
        lambda change: visit.services.staff_notes.decide(
            change.unit, visit.staff, change.concern, change.text("text"), change.ticked_prompts()
        ),
    )


@routes.post("/concerns/{reference}/question", Permission.WORK_CONCERNS)
def ask_resident(visit: Visiting, reference: str) -> Response:
    """Ask the resident something on their channel."""
    return change_case(
        visit,
        reference,
        "question",
        lambda change: visit.services.cases.ask_resident(*change.given, change.text("question")),
    )
