"""The inbox of messages that were understood badly: labelled by one person, approved by another."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.db.models import TrainingExample
from bot.domain.training_examples import LONGEST_EXAMPLE, ExampleState, list_labels
from bot.errors import StaffError
from bot.services.doubted_messages import list_words

EXAMPLES = f"{PREFIX}/examples"
_SHOWN = 20

routes = Routes(Entry("Learning", EXAMPLES, Permission.LABEL_EXAMPLES, order=65, section=Section.SET_UP))


@routes.get("/examples", Permission.LABEL_EXAMPLES)
def list_examples(visit: Visiting) -> Response:
    """What waits for a label, and what waits for a second person."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.examples.collect(unit)
    return _page(visit)


@routes.post("/examples/{number}/label", Permission.LABEL_EXAMPLES)
def label_example(visit: Visiting, number: int) -> Response:
    """Set the label, in words that an officer has looked through."""
    form = visit.form
    try:
        with visit.services.database.unit_of_work() as unit:
            example = _get(visit, unit, number, ExampleState.OPEN)
            looked = form.text("looked") == "yes"
            visit.services.examples.label(
                unit, visit.staff, example, form.text("label"), form.text("text"), looked=looked
            )
    except StaffError as error:
        return _page(visit, str(error), number)
    return visit.go(EXAMPLES)


@routes.post("/examples/{number}/dismiss", Permission.LABEL_EXAMPLES)
def dismiss_example(visit: Visiting, number: int) -> Response:
    """Learn nothing from it."""
    with visit.services.database.unit_of_work() as unit:
        example = _get(visit, unit, number, ExampleState.OPEN)
        visit.services.examples.dismiss(unit, visit.staff, example)
    return visit.go(EXAMPLES)


@routes.post("/examples/{number}/approve", Permission.LABEL_EXAMPLES)
def approve_example(visit: Visiting, number: int) -> Response:
    """Have it learnt, as a second person."""
    try:
        with visit.services.database.unit_of_work() as unit:
            example = _get(visit, unit, number, ExampleState.LABELLED)
            visit.services.examples.approve(unit, visit.staff, example)
    except StaffError as error:
        return _page(visit, str(error), number)
    return visit.go(EXAMPLES)


@routes.post("/examples/{number}/send-back", Permission.LABEL_EXAMPLES)
def send_example_back(visit: Visiting, number: int) -> Response:
    """Have it labelled again."""
    with visit.services.database.unit_of_work() as unit:
        example = _get(visit, unit, number, ExampleState.LABELLED)
        visit.services.examples.send_back(unit, visit.staff, example)
    return visit.go(EXAMPLES)


def _may_see_sensitive(visit: Visit) -> bool:
    return visit.may(Permission.MANAGE_QUEUE)


def _get(visit: Visit, unit: Session, number: int, state: ExampleState) -> TrainingExample:
    may = _may_see_sensitive(visit)
    return visit.services.examples.get(unit, visit.staff, number, state, may_see_sensitive=may)


def _page(visit: Visit, problem: str = "", problem_number: int = 0) -> Response:
    services = visit.services
    with services.database.unit_of_work() as unit:
        waiting = {
            state: services.examples.list_waiting(
                unit, visit.staff, state, _SHOWN, may_see_sensitive=_may_see_sensitive(visit)
            )
            for state in (ExampleState.OPEN, ExampleState.LABELLED)
        }
        return visit.page(
            "examples.html",
            422 if problem else 200,
            unlabelled=[
                (one, words, _suggested(visit, one, words, problem_number))
                for one in waiting[ExampleState.OPEN]
                for words in [list_words(unit, one)]
            ],
            labelled=waiting[ExampleState.LABELLED],
            labels=list_labels(),
            longest=LONGEST_EXAMPLE,
            problem=problem,
            problem_number=problem_number,
            typed=visit.form,
        )


def _suggested(visit: Visit, example: TrainingExample, words: Sequence[str], problem_number: int) -> str:
    """What was typed, where that couldn't be kept; else the longest words without what may be personal."""
    if example.id == problem_number and visit.form.text("text"):
        return visit.form.text("text")
    return visit.services.remove_personal_data(max(words, key=len, default=""))
