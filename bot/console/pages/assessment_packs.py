"""The strategic assessment pack as a page, a PDF and a CSV file, for a chosen question and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi.responses import Response
from sqlalchemy.orm import Session

from bot.console.assessment_pack import AssessmentPack, assessment_table, write_assessment_pack
from bot.console.csv_files import csv_of
from bot.console.figure_filters import read_days
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import OpeningState, SurveyOpening
from bot.domain.assessment import assess, list_comparable, year_to
from bot.domain.assessment_counts import count_safely
from bot.domain.figures import LOCAL_TIME, Period
from bot.domain.scrutiny import whole_months
from bot.domain.surveys import Kind, Question
from bot.services.figures import FiguresFilter
from bot.services.survey_openings import survey_of

_PACK = "/surveys/assessment-pack"
_ENDED = {OpeningState.CLOSED, OpeningState.PUBLISHED}
routes = Routes()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for."""

    opening: SurveyOpening
    question: Question
    period: Period
    problem: str = ""

    @property
    def key(self) -> str:
        """The round and the question as they stand in the address."""
        return f"{self.opening.id}:{self.question.id}"

    @property
    def address(self) -> str:
        """Query of the address."""
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return urlencode({"about": self.key, **days})


@routes.get(_PACK, Permission.READ_ASSESSMENT)
def show_assessment_pack(visit: Visiting) -> Response:
    """The pack as a page, with what else it can be made of."""
    with visit.services.database.unit_of_work() as unit:
        choices = _list_choices(visit, unit)
        asked = _read(visit, choices)
        pack = _make(visit, unit, asked) if asked else None
    return visit.page(
        "assessment_pack.html",
        422 if asked and asked.problem else 200,
        choices=[
            (key, f"{survey_of(opening).title} (closed {opening.closes_on:%d.%m.%Y}): {question.text}")
            for key, (opening, question) in choices.items()
        ],
        asked=asked,
        report=write_assessment_pack(pack, visit.services.partnership_name) if pack else None,
        path=f"{PREFIX}{_PACK}",
        problem=asked.problem if asked else "",
        problem_at="#from",
    )


@routes.get(f"{_PACK}.pdf", Permission.READ_ASSESSMENT)
def save_assessment_pack(visit: Visiting) -> Response:
    """The pack as a PDF."""
    report = write_assessment_pack(_get(visit), visit.services.partnership_name)
    headers = {"Content-Disposition": 'attachment; filename="assessment-pack.pdf"'}
    return Response(visit.services.make_pdf(report), media_type="application/pdf", headers=headers)


@routes.get(f"{_PACK}.csv", Permission.READ_ASSESSMENT)
def export_assessment(visit: Visiting) -> Response:
    """Every area in one table."""
    return csv_of(assessment_table(_get(visit)), "assessment-pack.csv")


def _get(visit: Visit) -> AssessmentPack:
    with visit.services.database.unit_of_work() as unit:
        asked = _read(visit, _list_choices(visit, unit))
        if asked is None or asked.problem:
            raise ConsoleRefusal("not_found", 404)
        return _make(visit, unit, asked)


def _list_choices(visit: Visit, unit: Session) -> dict[str, tuple[SurveyOpening, Question]]:
    """Questions of ended rounds that can be set against concerns, the newest round first."""
    return {
        f"{opening.id}:{question.id}": (opening, question)
        for opening in visit.services.surveys.openings.list_openings(unit)
        if opening.state in _ENDED
        for question in list_comparable(survey_of(opening))
    }


def _read(visit: Visit, choices: dict[str, tuple[SurveyOpening, Question]]) -> _Asked | None:
    """What is asked for; without it the newest question. None where there is none at all."""
    key = visit.request.query_params.get("about", "") or next(iter(choices), "")
    if not choices:
        return None
    if key not in choices:
        raise ConsoleRefusal("not_found", 404)
    opening, question = choices[key]
    today = datetime.now(LOCAL_TIME).date()
    usual = year_to(min(opening.closes_on, today))
    first, last = read_days(visit)
    first, last = first or usual.first, min(last or usual.last, today)
    if first > last:
        return _Asked(opening, question, usual, "The first day has to come before the last.")
    return _Asked(opening, question, whole_months(Period(first, last)))


def _make(visit: Visit, unit: Session, asked: _Asked) -> AssessmentPack:
    services = visit.services
    threshold, figures = services.settings.small_number_threshold, services.figures
    today, wanted = datetime.now(LOCAL_TIME).date(), FiguresFilter(asked.period)
    earlier = FiguresFilter(asked.period.year_before())
    has_before = figures.summarise(unit, visit.staff, wanted, today).before is not None
    tables = services.surveys.publications.make_safe(unit, asked.opening)
    own = {key: name for key, name in services.area_names.items() if visit.staff.sees_area(key)}
    # Who sees some areas has no concerns of the others to set against everybody's answers.
    names = own if visit.staff.areas else {"": "All areas", **own}
    return AssessmentPack(
        survey=survey_of(asked.opening).title,
        question=asked.question.text,
        is_ranking=asked.question.kind is Kind.RANKING,
        closed_on=asked.opening.closes_on,
        period=asked.period,
        areas=assess(
            asked.question,
            next((table for table in tables if table.question == asked.question.id), None),
            names,
            count_safely(figures.list_concerns(unit, visit.staff, wanted), threshold),
            count_safely(figures.list_concerns(unit, visit.staff, earlier), threshold)
            if has_before
            else None,
        ),
        names=names,
        threshold=threshold,
        has_before=has_before,
    )
