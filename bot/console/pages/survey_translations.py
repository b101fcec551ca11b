"""Language versions of a survey: what is missing is shown beside the English, and filled in."""

from __future__ import annotations

from dataclasses import replace

from fastapi.responses import Response

from bot.console.forms import ConsoleForm
from bot.console.pages.surveys import SURVEYS, get_survey
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.surveys import CHANGED_MEANWHILE
from bot.console.visits import Visit, Visiting
from bot.domain.danger_languages import ENGLISH
from bot.domain.survey_documents import digest_of
from bot.domain.survey_languages import list_missing, texts_of
from bot.domain.surveys import Survey

routes = Routes()
_LONGEST = 4000


@routes.get("/surveys/about/{survey_id}/languages/{language}", Permission.EDIT_SURVEYS)
def show_version(visit: Visiting, survey_id: str, language: str) -> Response:
    """The form with every text, in English and in the language."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    version = survey.versions.get(_known(visit, language), {})
    return _page(visit, survey, language, ConsoleForm({key: [text] for key, text in version.items()}))


@routes.post("/surveys/about/{survey_id}/languages/{language}", Permission.EDIT_SURVEYS)
def change_version(visit: Visiting, survey_id: str, language: str) -> Response:
    """Keep what was filled in; what is empty is shown in English."""
    openings, form = visit.services.surveys.openings, visit.form
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
        version = {key: form.text(key) for key in texts_of(survey) if form.text(key)}
        wrong = {
            key: f"Use {_LONGEST} characters or fewer." for key in version if len(version[key]) > _LONGEST
        }
        versions = {**survey.versions, _known(visit, language): version}
        changed = replace(survey, versions={name: texts for name, texts in versions.items() if texts})
        for problem in openings.find_problems(changed):
            match problem.spot:
                case ("languages", found, str(key)) if found == language:
                    wrong.setdefault(key, problem.text[:1].upper() + problem.text[1:])
        others = [] if form.text("seen") == digest_of(survey) else [CHANGED_MEANWHILE]
        if wrong or others:
            return _page(visit, survey, language, form, wrong, others)
        openings.save(unit, visit.staff, changed)
    return visit.go(f"{SURVEYS}/about/{survey_id}#languages")


def _page(
    visit: Visit,
    survey: Survey,
    language: str,
    form: ConsoleForm,
    wrong: dict[str, str] | None = None,
    others: list[str] | None = None,
) -> Response:
    is_refused = bool(wrong or others)
    return visit.page(
        "survey_translation.html",
        422 if is_refused else 200,
        survey=survey,
        language=language,
        texts=texts_of(survey),
        missing=list_missing(survey, language),
        form=form,
        seen=digest_of(survey),
        errors=wrong or {},
        others=others or [],
        problem=is_refused,
    )


def _known(visit: Visit, language: str) -> str:
    if language == ENGLISH or language not in visit.services.languages:
        raise ConsoleRefusal("not_found", 404)
    return language
