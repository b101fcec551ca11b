"""What can be done with one case: each form is checked, done once, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.pages.cases import CHANGED, case_page, get_concern
from bot.console.permissions import Permission
from bot.console.queue_filters import CONCERNS
from bot.console.routes import Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import Concern, ConcernState, Outcome
from bot.domain.categories import Category
from bot.domain.staff import Actor
from bot.errors import CaseChangedError, StaffError

routes = Routes()
_KEPT = ("staff", "category", "agency", "state", "outcome", "reason", "text", "question")


@dataclass(frozen=True, slots=True)
class _Change:
    """A form that was sent about a concern."""

    visit: Visit
    unit: Session
    concern: Concern
    version: int

    @property
    def given(self) -> tuple[Session, Actor, Concern, int]:
        """What each method of the services begins with."""
        return (self.unit, self.visit.staff, self.concern, self.version)

    def text(self, name: str) -> str:
        """A field of the form."""
        return self.visit.form.text(name)

    def one_of[E: StrEnum](self, kind: type[E], name: str) -> E:
        """A choice of the form; raises StaffError when there is none."""
        try:
            return kind(self.text(name))
        except ValueError:
            raise StaffError("choose one of the list") from None


@routes.post("/concerns/{reference}/assign", Permission.WORK_CONCERNS)
def assign(visit: Visiting, reference: str) -> Response:
    """Give it to somebody, or to nobody."""

    def do(change: _Change) -> None:
        staff = change.text("staff")
        staff_id = int(staff) if staff.isascii() and staff.isdigit() else None
        visit.services.cases.assign(*change.given, staff_id)

    return _do(visit, reference, "assign", do)


@routes.post("/concerns/{reference}/category", Permission.WORK_CONCERNS)
def recategorise(visit: Visiting, reference: str) -> Response:
    """Say what it really is; it goes where that belongs."""
    return _do(
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
    return _do(
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
    return _do(
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
    return _do(
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
    return _do(
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
    return _do(
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
    return _do(
        visit,
        reference,
        "privacy",
        lambda change: visit.services.case_privacy.set_hidden(
            *change.given, change.text("hidden") == "1", change.text("reason")
        ),
    )


@routes.post("/concerns/{reference}/note", Permission.WORK_CONCERNS)
def add_note(visit: Visiting, reference: str) -> Response:
    """Write something down for colleagues."""
    return _do(
        visit,
        reference,
        "note",
        lambda change: visit.services.staff_notes.add(
            change.unit, visit.staff, change.concern, change.text("text")
        ),
    )


@routes.post("/concerns/{reference}/question", Permission.WORK_CONCERNS)
def ask_resident(visit: Visiting, reference: str) -> Response:
    """Ask the resident something on their channel."""
    return _do(
        visit,
        reference,
        "question",
        lambda change: visit.services.cases.ask_resident(*change.given, change.text("question")),
    )


def _do(visit: Visit, reference: str, form: str, do: Callable[[_Change], None]) -> Response:
    """Do it and lead back to the case; what can't be done changes nothing and keeps what was typed."""
    version = visit.form.text("version")
    try:
        with visit.services.database.unit_of_work() as unit:
            concern = get_concern(visit, unit, reference)
            number = int(version) if version.isascii() and version.isdigit() else 0
            do(_Change(visit, unit, concern, number))
    except CaseChangedError:
        problem = CHANGED
    except StaffError as error:
        problem = str(error)
    else:
        return visit.go(f"{CONCERNS}/{reference}#{form}")
    typed = {name: visit.form.text(name) for name in _KEPT}
    with visit.services.database.unit_of_work() as unit:
        concern = get_concern(visit, unit, reference)
        return case_page(visit, unit, concern, problem=problem, at=form, typed=typed)
