"""Editing a survey question by question: its settings, its questions and their order, and how each looks."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.forms import ConsoleForm
from bot.console.pages.surveys import SURVEYS, about_page, get_survey
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.survey_question_forms import (
    MOST_ROWS,
    change_rows,
    count_rows,
    empty_fields,
    fields_of,
    read_question,
    rules_for,
    spot_to_field,
)
from bot.console.surveys import CHANGED_MEANWHILE
from bot.console.templating import show_key
from bot.console.visits import Visit, Visiting
from bot.domain.categories import Category
from bot.domain.survey_documents import digest_of
from bot.domain.survey_edits import move_question, put_question, remove_question
from bot.domain.survey_previews import preview
from bot.domain.surveys import WITH_OPTIONS, Kind, Question, Survey
from bot.errors import SurveyError

routes = Routes()


@routes.get("/surveys/about/{survey_id}/add", Permission.EDIT_SURVEYS)
def show_new_question(visit: Visiting, survey_id: str, kind: str = "") -> Response:
    """The form for one more question of a kind."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    return _question_page(visit, survey, None, empty_fields(_kind(kind)))


@routes.post("/surveys/about/{survey_id}/add", Permission.EDIT_SURVEYS)
def add_question(visit: Visiting, survey_id: str) -> Response:
    """Put one more question at the end."""
    return _take(visit, survey_id, None)


@routes.get("/surveys/about/{survey_id}/questions/{question_id}", Permission.EDIT_SURVEYS)
def show_question(visit: Visiting, survey_id: str, question_id: str) -> Response:
    """The form with what a question says."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    return _question_page(visit, survey, question_id, fields_of(_find(survey, question_id)))


@routes.post("/surveys/about/{survey_id}/questions/{question_id}", Permission.EDIT_SURVEYS)
def change_question(visit: Visiting, survey_id: str, question_id: str) -> Response:
    """Change a question."""
    return _take(visit, survey_id, question_id)


@routes.post("/surveys/about/{survey_id}/questions/{question_id}/{step}", Permission.EDIT_SURVEYS)
def move_or_remove(visit: Visiting, survey_id: str, question_id: str, step: str) -> Response:
    """Move a question one place `up` or `down`, or `remove` it."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
        _find(survey, question_id)
        try:
            if step == "remove":
                changed = remove_question(survey, question_id)
            elif step in {"up", "down"}:
                changed = move_question(survey, question_id, -1 if step == "up" else 1)
            else:
                raise ConsoleRefusal("not_found", 404)
        except SurveyError as error:
            return about_page(visit, survey, str(error), at="#questions")
        visit.services.surveys.openings.save(unit, visit.staff, changed)
    return visit.go(f"{SURVEYS}/about/{survey_id}#questions")


@routes.get("/surveys/about/{survey_id}/questions/{question_id}/preview", Permission.READ_SURVEYS)
def show_preview(visit: Visiting, survey_id: str, question_id: str) -> Response:
    """A question as the chat and the web form show it."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    position = survey.questions.index(_find(survey, question_id))
    surveys = visit.services.surveys
    shown, sitting = preview(survey, question_id, list(visit.services.area_names))
    return visit.page(
        "survey_preview.html",
        survey=survey,
        question=survey.by_id[question_id],
        reply=surveys.words.ask(shown, sitting),
        page=surveys.forms.look(shown, sitting, surveys.answers.today()),
        before=survey.questions[position - 1].id if position else None,
        after=survey.questions[position + 1].id if position + 1 < len(survey.questions) else None,
        say=surveys.words.phrases.text,
        _=str,
    )


def _take(visit: Visit, survey_id: str, question_id: str | None) -> Response:
    form, do = visit.form, visit.form.text("do")
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
        kind = _find(survey, question_id).kind if question_id else _kind(form.text("kind"))
        if do == "more" or do.startswith("up_"):
            return _question_page(visit, survey, question_id, change_rows(form, do))
        taken = set(survey.by_id) - {question_id}
        question, wrong = read_question(form, kind, taken)
        changed = put_question(survey, question, question_id)
        position = changed.questions.index(question)
        openings, others = visit.services.surveys.openings, []
        before = openings.find_problems(survey)
        for problem in openings.find_problems(changed):
            field = spot_to_field(question, position, problem)
            if field is not None:
                wrong.setdefault(field, problem.text[:1].upper() + problem.text[1:])
            elif problem not in before:
                others.append(problem.text)
        if form.text("seen") != digest_of(survey):
            others.append(CHANGED_MEANWHILE)
        if wrong or others:
            return _question_page(visit, survey, question_id, form, wrong, others)
        openings.save(unit, visit.staff, changed)
    if do == "look":
        return visit.go(f"{SURVEYS}/about/{survey_id}/questions/{question.id}/preview")
    return visit.go(f"{SURVEYS}/about/{survey_id}#questions")


def _question_page(
    visit: Visit,
    survey: Survey,
    question_id: str | None,
    form: ConsoleForm,
    wrong: dict[str, str] | None = None,
    others: list[str] | None = None,
) -> Response:
    ids = list(survey.by_id)
    position = ids.index(question_id) if question_id else len(ids)
    earlier = survey.questions[:position]
    kind = survey.by_id[question_id].kind if question_id else _kind(form.text("kind"))
    is_refused = bool(wrong or others)
    return visit.page(
        "survey_question.html",
        422 if is_refused else 200,
        survey=survey,
        question_id=question_id,
        form=form,
        kind=kind,
        has_options=kind in WITH_OPTIONS,
        rows=range(count_rows(form)),
        categories=[(category.value, show_key(category.value)) for category in Category],
        can_grow=count_rows(form) < MOST_ROWS,
        rules=rules_for(form, earlier, visit.services.area_names),
        piped=[one for one in earlier if one.kind not in {Kind.TEXT, Kind.PHOTO}],
        seen=digest_of(survey),
        errors=wrong or {},
        others=others or [],
        problem=is_refused,
    )


def _find(survey: Survey, question_id: str) -> Question:
    if question_id not in survey.by_id:
        raise ConsoleRefusal("not_found", 404)
    return survey.by_id[question_id]


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise ConsoleRefusal("not_found", 404)
    return Kind(name)
