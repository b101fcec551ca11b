"""What a survey says of itself: a new one is begun here, and the settings of one are changed."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.forms import ConsoleForm
from bot.console.pages.surveys import SURVEYS, get_survey
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.survey_settings_forms import (
    BLANK_QUOTAS,
    quota_answers,
    read_settings,
    settings_fields,
    spot_to_setting,
)
from bot.console.surveys import CHANGED_MEANWHILE
from bot.console.visits import Visit, Visiting
from bot.domain.survey_documents import digest_of
from bot.domain.surveys import Survey

routes = Routes()
_NEW = Survey("", "", "", ())


@routes.get("/surveys/new", Permission.EDIT_SURVEYS)
def show_new_survey(visit: Visiting) -> Response:
    """The form that begins a survey."""
    return _page(visit, _NEW, settings_fields(_NEW))


@routes.post("/surveys/new", Permission.EDIT_SURVEYS)
def begin_survey(visit: Visiting) -> Response:
    """Keep a survey that has no questions yet."""
    return _take(visit, None)


@routes.get("/surveys/about/{survey_id}/settings", Permission.EDIT_SURVEYS)
def show_settings(visit: Visiting, survey_id: str) -> Response:
    """The form with what a survey says."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    return _page(visit, survey, settings_fields(survey))


@routes.post("/surveys/about/{survey_id}/settings", Permission.EDIT_SURVEYS)
def change_settings(visit: Visiting, survey_id: str) -> Response:
    """Change what it says."""
    return _take(visit, survey_id)


def _take(visit: Visit, survey_id: str | None) -> Response:
    openings = visit.services.surveys.openings
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id) if survey_id else _NEW
        taken = {one.id for one in openings.list_surveys(unit)}
        changed, wrong = read_settings(visit.form, survey, taken, visit.services.area_names)
        before, others = openings.find_problems(survey), []
        for problem in openings.find_problems(changed):
            if field := spot_to_setting(problem):
                wrong.setdefault(field, problem.text[:1].upper() + problem.text[1:])
            elif problem not in before:
                others.append(problem.text)
        if visit.form.text("seen") != digest_of(survey):
            others.append(CHANGED_MEANWHILE)
        if wrong or others:
            return _page(visit, survey, visit.form, wrong, others)
        openings.save(unit, visit.staff, changed)
    return visit.go(f"{SURVEYS}/about/{changed.id}")


def _page(
    visit: Visit,
    survey: Survey,
    form: ConsoleForm,
    wrong: dict[str, str] | None = None,
    others: list[str] | None = None,
) -> Response:
    filled = sum(1 for name in form.names() if name.startswith("quota_answer_") and form.text(name))
    is_refused = bool(wrong or others)
    return visit.page(
        "survey_settings.html",
        422 if is_refused else 200,
        survey=survey,
        form=form,
        quota_answers=quota_answers(survey, visit.services.area_names),
        quotas=range(max(filled, len(survey.quotas)) + BLANK_QUOTAS),
        seen=digest_of(survey),
        errors=wrong or {},
        others=others or [],
        problem=is_refused,
    )
