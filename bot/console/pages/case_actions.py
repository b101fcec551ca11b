"""What can be done with one case: each form is checked, done once, and never over somebody else's change."""

from __future__ import annotations

from bot.console.case_changes import CaseChange, case_form
from bot.console.forms import whole_number
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.db.models import ConcernState, Outcome
from bot.domain.categories import Category
from bot.errors import StaffError

routes = Routes()


@case_form(routes, "assign")
def assign(change: CaseChange) -> None:
    """Give it to somebody, or to nobody."""
    staff = change.text("staff")
    staff_id = whole_number(staff)
    if staff and staff_id is None:
        raise StaffError("choose one of the list")
    change.services.cases.assign(*change.given, staff_id)


@case_form(routes, "category")
def recategorise(change: CaseChange) -> None:
    """Say what it really is; it goes where that belongs."""
    change.services.case_routing.recategorise(
        *change.given, change.one_of(Category, "category"), change.text("reason")
    )


@case_form(routes, "lead")
def reroute(change: CaseChange) -> None:
    """Give the lead to another agency."""
    change.services.case_routing.reroute(*change.given, change.text("agency"), change.text("reason"))


@case_form(routes, "partner")
def add_partner(change: CaseChange) -> None:
    """Have one more agency work along."""
    change.services.case_routing.add_partner(*change.given, change.text("agency"), change.text("reason"))


@case_form(routes, "state")
def set_state(change: CaseChange) -> None:
    """Say how far it is, or open it again."""
    change.services.cases.set_state(
        *change.given, change.one_of(ConcernState, "state"), change.text("reason")
    )


@case_form(routes, "close")
def close(change: CaseChange) -> None:
    """End it with an outcome; the resident is told."""
    change.services.cases.close(*change.given, change.one_of(Outcome, "outcome"), change.text("reason"))


@case_form(routes, "outcome")
def set_outcome(change: CaseChange) -> None:
    """Correct how it ended."""
    change.services.cases.set_outcome(*change.given, change.one_of(Outcome, "outcome"), change.text("reason"))


@case_form(routes, "privacy")
def set_hidden(change: CaseChange) -> None:
    """Keep all of it from the public, or no longer."""
    change.services.case_privacy.set_hidden(
        *change.given, change.text("hidden") == "1", change.text("reason")
    )


@case_form(routes, "retention", Permission.MANAGE_QUEUE)
def keep_until(change: CaseChange) -> None:
    """Change the day until which it is kept."""
    change.services.case_privacy.keep_until(*change.given, change.text("day"), change.text("reason"))


@case_form(routes, "note")
def add_note(change: CaseChange) -> None:
    """Write something down for colleagues."""
    change.services.staff_notes.add(change.unit, change.visit.staff, change.concern, change.text("text"))


@case_form(routes, "decision")
def note_decision(change: CaseChange) -> None:
    """Write down what was decided on the prompts, and why."""
    change.services.staff_notes.decide(
        change.unit, change.visit.staff, change.concern, change.text("text"), change.ticked_prompts()
    )


@case_form(routes, "question")
def ask_resident(change: CaseChange) -> None:
    """Ask the resident something on their channel."""
    change.services.cases.ask_resident(*change.given, change.text("question"))
