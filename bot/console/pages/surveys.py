"""Surveys: the list, writing one, its flow, the Gunning check, and opening it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import segno
from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.domain.danger_languages import ENGLISH
from bot.domain.gunning import SHORTEST_DAYS
from bot.domain.survey_flow import list_steps
from bot.domain.survey_languages import list_missing
from bot.domain.surveys import OUTSIDE, Kind, Survey
from bot.errors import PlacePackError, SurveyError

SURVEYS = f"{PREFIX}/surveys"
routes = Routes(Entry("Surveys", SURVEYS, Permission.READ_SURVEYS, order=40, section=Section.SURVEYS))
_LONGEST_FILE = 100_000
_BEGINNING = """id: my_survey
title: ""
intro: ""
anonymous: true
about:
  purpose: ""
  decided_by: ""
  decided_when: ""
  is_open_question: true
  facts: ""
  how_considered: ""
  privacy: ""
questions:
  - id: first
    kind: yes_no
    text: ""
    required: true
"""


@routes.get("/surveys", Permission.READ_SURVEYS)
def list_surveys(visit: Visiting) -> Response:
    """What can be opened, and all rounds."""
    openings = visit.services.surveys.openings
    with visit.services.database.unit_of_work() as unit:
        return visit.page(
            "surveys.html", surveys=openings.list_surveys(unit), rounds=openings.list_openings(unit)
        )


@routes.get("/surveys/write", Permission.EDIT_SURVEYS)
def show_writing(visit: Visiting, of: str = "") -> Response:
    """The form for a new survey, or for one that there is."""
    text = _BEGINNING
    if of:
        with visit.services.database.unit_of_work() as unit:
            text = visit.services.surveys.write_file(get_survey(visit, unit, of))
    return visit.page("survey_writing.html", text=text, problems=[])


@routes.post("/surveys/write", Permission.EDIT_SURVEYS)
def save_survey(visit: Visiting) -> Response:
    """Keep what was written if nothing is wrong with it; else say what is, by line."""
    text = visit.form.exact("text")[:_LONGEST_FILE]
    surveys = visit.services.surveys
    try:
        survey, problems = surveys.read_file(text)
    except PlacePackError as error:
        return visit.page("survey_writing.html", 422, text=text, problems=[error])
    if problems:
        return visit.page("survey_writing.html", 422, text=text, problems=problems)
    with visit.services.database.unit_of_work() as unit:
        surveys.openings.save(unit, visit.staff, survey)
    return visit.go(f"{SURVEYS}/about/{survey.id}")


@routes.get("/surveys/about/{survey_id}", Permission.READ_SURVEYS)
def show_survey(visit: Visiting, survey_id: str) -> Response:
    """Its flow, and what stands in the way of opening it on the days in the address."""
    with visit.services.database.unit_of_work() as unit:
        return about_page(visit, get_survey(visit, unit, survey_id))


@routes.get("/surveys/about/{survey_id}/file", Permission.READ_SURVEYS)
def export_survey(visit: Visiting, survey_id: str) -> Response:
    """The survey as a file for a place pack."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    headers = {"Content-Disposition": f'attachment; filename="{survey.id}.yml"'}
    text = visit.services.surveys.write_file(survey)
    return Response(text, media_type="application/yaml", headers=headers)


@routes.get("/surveys/about/{survey_id}/flow.svg", Permission.READ_SURVEYS)
def show_flow(visit: Visiting, survey_id: str) -> Response:
    """The picture of its flow."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    drawn = visit.services.surveys.draw_flow(list_steps(survey, _titles(visit)))
    return Response(drawn, media_type="image/svg+xml")


@routes.get("/surveys/about/{survey_id}/code.svg", Permission.READ_SURVEYS)
def show_code(visit: Visiting, survey_id: str) -> Response:
    """A QR code of the web form, for posters."""
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
    return code_picture(f"{visit.services.settings.hub_address}/survey/{survey.id}")


@routes.post("/surveys/about/{survey_id}/open", Permission.EDIT_SURVEYS)
def open_survey(visit: Visiting, survey_id: str) -> Response:
    """Open it, unless something that is needed is missing."""
    opens_on, closes_on = _day(visit.form.text("opens_on")), _day(visit.form.text("closes_on"))
    surveys = visit.services.surveys
    with visit.services.database.unit_of_work() as unit:
        survey = get_survey(visit, unit, survey_id)
        if opens_on is None or closes_on is None:
            return about_page(visit, survey, "Write both days, such as 2027-03-01.")
        try:
            opening = surveys.openings.open(
                unit, visit.staff, survey, opens_on, closes_on, surveys.answers.today()
            )
        except SurveyError as error:
            return about_page(visit, survey, str(error), (opens_on, closes_on))
        return visit.go(f"{SURVEYS}/rounds/{opening.id}")


def code_picture(address: str) -> Response:
    """The QR code of an address."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=6, title=address)
    return Response(picture.getvalue(), media_type="image/svg+xml")


def about_page(
    visit: Visit,
    survey: Survey,
    problem: str | None = None,
    days: tuple[date, date] | None = None,
    at: str = "#opens_on",
) -> Response:
    """The page of one survey; `at` is what a problem is about."""
    surveys, asked = visit.services.surveys, visit.request.query_params
    today = surveys.answers.today()
    opens_on, closes_on = days or (
        _day(asked.get("opens_on", "")) or today,
        _day(asked.get("closes_on", "")) or today + timedelta(days=SHORTEST_DAYS - 1),
    )
    return visit.page(
        "survey_about.html",
        422 if problem else 200,
        survey=survey,
        flow=list_steps(survey, _titles(visit)),
        kinds=list(Kind),
        missing={
            name: len(list_missing(survey, name)) for name in visit.services.languages if name != ENGLISH
        },
        findings=surveys.openings.check(survey, opens_on, closes_on, today),
        opens_on=opens_on,
        closes_on=closes_on,
        problem=problem,
        problem_at=at,
        address=f"{visit.services.settings.hub_address}/survey/{survey.id}",
    )


def get_survey(visit: Visit, unit: Session, survey_id: str) -> Survey:
    """One survey; raises NotFoundError."""
    return visit.services.surveys.openings.get_survey(unit, survey_id)


def _titles(visit: Visit) -> dict[str, str]:
    return {"yes": "Yes", "no": "No", OUTSIDE: "outside the area", **visit.services.area_names}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
