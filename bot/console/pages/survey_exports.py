"""What is taken out of a round: all answers for those who may, safe tables and a report for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from bot.console.csv_files import csv_of
from bot.console.pages.survey_rounds import ROUNDS, get_round
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.survey_reports import write_hub_report, write_public_report
from bot.console.survey_tables import result_table
from bot.console.visits import Visit, Visiting
from bot.db.models import SurveyOpening
from bot.domain.documents import Document, Table
from bot.domain.survey_documents import survey_to_document
from bot.domain.survey_exports import answers_table, codebook_table
from bot.domain.survey_filters import ResultsFilter
from bot.domain.survey_public_tables import document_table
from bot.domain.surveys import Kind
from bot.services.survey_openings import survey_of
from bot.services.survey_progress import count_progress

routes = Routes()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROUND = "/surveys/rounds/{round_id}"


@routes.get(f"{_ROUND}/answers.csv", Permission.READ_ANSWERS)
def export_csv(visit: Visiting, round_id: int) -> Response:
    """Every answer, one person a line."""
    return csv_of(_answers(visit, round_id)[0], f"survey-{round_id}.csv")


@routes.get(f"{_ROUND}/answers.xlsx", Permission.READ_ANSWERS)
def export_workbook(visit: Visiting, round_id: int) -> Response:
    """Every answer, with the codebook on a sheet of its own."""
    return _workbook(visit, f"survey-{round_id}.xlsx", _answers(visit, round_id))


@routes.get(f"{_ROUND}/answers.json", Permission.READ_ANSWERS)
def export_json(visit: Visiting, round_id: int) -> Response:
    """Every answer, with the survey and its codebook."""
    answers, codebook = _answers(visit, round_id)
    with visit.services.database.unit_of_work() as unit:
        survey = survey_to_document(survey_of(get_round(visit, unit, round_id)))
    body = {"survey": survey, "codebook": _records(codebook), "answers": _records(answers)}
    return JSONResponse(body, headers=_attachment(f"survey-{round_id}.json"))


@routes.get(f"{_ROUND}/tables.csv", Permission.READ_SURVEYS)
def export_tables_csv(visit: Visiting, round_id: int) -> Response:
    """The tables that may be shown to anybody, one under the other."""
    return csv_of(_one_table(_safe_tables(visit, round_id)), f"survey-{round_id}-tables.csv")


@routes.get(f"{_ROUND}/tables.xlsx", Permission.READ_SURVEYS)
def export_tables_workbook(visit: Visiting, round_id: int) -> Response:
    """The same, each on a sheet of its own."""
    tables = _safe_tables(visit, round_id)
    contents = Table("contents", "Contents", ("Table", "Note"), tuple((t.title, t.summary) for t in tables))
    return _workbook(visit, f"survey-{round_id}-tables.xlsx", [contents, *tables])


@routes.get(f"{_ROUND}/tables.json", Permission.READ_SURVEYS)
def export_tables_json(visit: Visiting, round_id: int) -> Response:
    """The same for programs; hidden numbers are null."""
    tables = [
        {"question": table.key, "title": table.title, "rows": _records(table)}
        for table in _safe_tables(visit, round_id)
    ]
    return JSONResponse({"tables": tables}, headers=_attachment(f"survey-{round_id}-tables.json"))


@routes.get(f"{_ROUND}/report", Permission.READ_SURVEYS)
def show_report(visit: Visiting, round_id: int) -> Response:
    """The report without small numbers, as a page."""
    report = _public_report(visit, round_id)
    return visit.page("report.html", report=report, pdf=f"{ROUNDS}/{round_id}/report.pdf")


@routes.get(f"{_ROUND}/report.pdf", Permission.READ_SURVEYS)
def save_report(visit: Visiting, round_id: int) -> Response:
    """The same as a PDF."""
    return _pdf(visit, f"survey-{round_id}.pdf", _public_report(visit, round_id))


@routes.get(f"{_ROUND}/results/report", Permission.READ_ANSWERS)
def show_hub_report(visit: Visiting, round_id: int) -> Response:
    """The report with all numbers, as a page."""
    report = _hub_report(visit, round_id)
    return visit.page("report.html", report=report, pdf=f"{ROUNDS}/{round_id}/results/report.pdf")


@routes.get(f"{_ROUND}/results/report.pdf", Permission.READ_ANSWERS)
def save_hub_report(visit: Visiting, round_id: int) -> Response:
    """The same as a PDF."""
    return _pdf(visit, f"survey-{round_id}-hub.pdf", _hub_report(visit, round_id))


def _answers(visit: Visit, round_id: int) -> list[Table]:
    """All answers and the codebook; who took them is entered in the audit trail."""
    readings = visit.services.surveys.readings
    with_words = visit.may(Permission.READ_WORDS)
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        heard = readings.list_heard(unit, opening, with_words=with_words)
        _note(visit, unit, opening)
        survey = survey_of(opening)
    return [
        answers_table(survey, heard, with_words=with_words),
        codebook_table(survey, readings.titles, with_words=with_words),
    ]


def _safe_tables(visit: Visit, round_id: int) -> list[Table]:
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        return [document_table(one) for one in visit.services.surveys.publications.make_safe(unit, opening)]


def _one_table(tables: Sequence[Table]) -> Table:
    width = max((len(table.columns) for table in tables), default=0)
    rows = tuple(
        (table.title, *line, *[None] * (width - len(line)))
        for table in tables
        for line in (table.columns, *table.rows)
    )
    return Table("tables", "Tables", ("Table", *[""] * width), rows)


def _public_report(visit: Visit, round_id: int) -> Document:
    tables = _safe_tables(visit, round_id)
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        return write_public_report(opening, tables, visit.services.settings.small_number_threshold)


def _hub_report(visit: Visit, round_id: int) -> Document:
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        results = visit.services.surveys.readings.tabulate(unit, opening, ResultsFilter())
        tables = [result_table(one) for one in results.questions if one.question.kind is not Kind.TEXT]
        _note(visit, unit, opening)
        return write_hub_report(opening, tables, count_progress(unit, opening))


def _note(visit: Visit, unit: Session, opening: SurveyOpening) -> None:
    visit.services.audit.record(unit, visit.staff, "survey.export", ("survey_opening", str(opening.id)))


def _records(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _workbook(visit: Visit, name: str, tables: Sequence[Table]) -> Response:
    content = visit.services.surveys.write_workbook(tables)
    return Response(content, media_type=_XLSX, headers=_attachment(name))


def _pdf(visit: Visit, name: str, report: Document) -> Response:
    content = visit.services.make_pdf(report)
    return Response(content, media_type="application/pdf", headers=_attachment(name))


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
