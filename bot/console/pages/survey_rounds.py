"""Rounds of surveys: how they go, their results, closing, publishing, paper answers and exports."""

from __future__ import annotations

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import OpeningState, SurveyOpening
from bot.domain.survey_public_tables import document_table
from bot.domain.survey_walk import Sitting, options_in_order
from bot.domain.surveys import Given, Question
from bot.errors import SurveyError
from bot.services.survey_openings import can_answer, survey_of
from bot.services.survey_progress import count_progress
from bot.services.survey_publications import TOLD, Wanted
from bot.services.survey_sent import Sent, read_sent

ROUNDS = f"{PREFIX}/surveys/rounds"
routes = Routes()
_PAIRS = (1, 2)
"""So many crossings can be chosen at once."""


@routes.get("/surveys/rounds/{round_id}", Permission.READ_SURVEYS)
def show_round(visit: Visiting, round_id: int) -> Response:
    """How it goes, and its results: all of them for those who may, else without small numbers."""
    with visit.services.database.unit_of_work() as unit:
        return _page(visit, unit, get_round(visit, unit, round_id))


@routes.post("/surveys/rounds/{round_id}/close", Permission.EDIT_SURVEYS)
def close_round(visit: Visiting, round_id: int) -> Response:
    """End it now."""
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        if opening.state == OpeningState.OPEN:
            visit.services.surveys.openings.close(unit, visit.staff, opening)
    return visit.go(f"{ROUNDS}/{round_id}")


@routes.post("/surveys/rounds/{round_id}/publish", Permission.EDIT_SURVEYS)
def publish_round(visit: Visiting, round_id: int) -> Response:
    """Show chosen questions publicly, with what was asked, said and done."""
    form = visit.form
    pairs = [(form.text(f"rows_{n}"), form.text(f"columns_{n}")) for n in _PAIRS]
    wanted = Wanted(
        questions=form.choices("questions"),
        crossings=[pair for pair in pairs if any(pair)],
        told={name: form.text(name) for name in TOLD},
    )
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        try:
            visit.services.surveys.publications.publish(unit, visit.staff, opening, wanted)
            visit.services.surveys.result_news.tell(unit, opening)
        except SurveyError as error:
            return _page(visit, unit, opening, str(error), wanted)
    return visit.go(f"{ROUNDS}/{round_id}")


@routes.get("/surveys/rounds/{round_id}/paper", Permission.ENTER_PAPER)
def show_paper(visit: Visiting, round_id: int) -> Response:
    """The form for answers that were given on paper."""
    with visit.services.database.unit_of_work() as unit:
        return _paper_page(visit, get_round(visit, unit, round_id))


@routes.post("/surveys/rounds/{round_id}/paper", Permission.ENTER_PAPER)
def enter_paper(visit: Visiting, round_id: int) -> Response:
    """Count them, marked as given on paper."""
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        given = {question.id: _read(visit, question) for question in survey_of(opening).questions}
        answers = {name: one for name, one in given.items() if one is not None}
        surveys = visit.services.surveys
        if not can_answer(opening, surveys.answers.today()):
            return _paper_page(visit, opening, "This survey isn't open.")
        if not surveys.answers.enter_paper(unit, opening, answers):
            return _paper_page(visit, opening, "An answer is missing or isn't one of those offered.")
        visit.services.audit.record(unit, visit.staff, "survey.paper", ("survey_opening", str(round_id)))
    return visit.go(f"{ROUNDS}/{round_id}/paper")


def _page(
    visit: Visit,
    unit: Session,
    opening: SurveyOpening,
    problem: str | None = None,
    refused: Wanted | None = None,
) -> Response:
    publications = visit.services.surveys.publications
    safe = publications.make_safe(unit, opening)
    shown = opening.publication or {}
    shown_before = [*shown.get("tables", ()), *shown.get("words", ())]
    chosen = refused.questions if refused else [table["question"] for table in shown_before]
    is_open = opening.state in {OpeningState.PLANNED, OpeningState.OPEN}
    return visit.page(
        "survey_round.html",
        422 if problem else 200,
        opening=opening,
        survey=survey_of(opening),
        progress=count_progress(unit, opening),
        tables=[document_table(table) for table in safe],
        questions=[(table.question, table.title) for table in safe if "*" not in table.question],
        quotable=publications.quotes.list_ready(unit, opening, safe) if safe else [],
        crossable=[(table.question, table.title) for table in publications.list_crossable(unit, opening)],
        crossed=refused.crossings if refused else [],
        pairs=_PAIRS,
        chosen=chosen,
        is_open=is_open,
        problem=problem,
        told=refused.told if refused else {name: shown.get(name, "") for name in TOLD},
    )


def _paper_page(visit: Visit, opening: SurveyOpening, problem: str | None = None) -> Response:
    survey = survey_of(opening)
    options = {question.id: options_in_order(question, Sitting()) for question in survey.questions}
    return visit.page(
        "survey_paper.html",
        422 if problem else 200,
        opening=opening,
        survey=survey,
        options=options,
        problem=problem,
    )


def _read(visit: Visit, question: Question) -> Given | None:
    form, name = visit.form, question.id
    action = form.text(f"action_{name}") or "answer"
    ranks = {option.id: form.text(f"rank_{name}_{option.id}") for option in question.options}
    chosen = [value for value in form.choices(f"chosen_{name}") if value]
    sent = Sent(action, name, form.text(f"text_{name}"), chosen, ranks)
    is_empty = not sent.text and not chosen and not any(ranks.values())
    if is_empty and action == "answer" and not question.is_required:
        sent = Sent("skip", name)
    return read_sent(question, question.options, sent, visit.services.surveys.places)


def get_round(visit: Visit, unit: Session, round_id: int) -> SurveyOpening:
    """One round; raises NotFoundError."""
    return visit.services.surveys.openings.get_opening(unit, round_id)
