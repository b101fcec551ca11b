"""Results of a round for those who may see all: live count, filters, charts, crossings, other rounds."""

from __future__ import annotations

from fastapi.responses import JSONResponse, Response

from bot.console.charts import draw_charts
from bot.console.pages.survey_rounds import ROUNDS, get_round
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import Routes
from bot.console.survey_filters import read_results_filter
from bot.console.survey_tables import (
    comparison_table,
    crossing_tables,
    crossing_words,
    drop_off_table,
    result_table,
)
from bot.console.visits import Visiting
from bot.domain.surveys import Kind
from bot.services.survey_openings import survey_of
from bot.services.survey_progress import count_progress, count_responses

routes = Routes()


@routes.get("/surveys/rounds/{round_id}/count", Permission.READ_SURVEYS)
def show_count(visit: Visiting, round_id: int) -> Response:
    """How many have answered by now, for the page to show while it is open."""
    with visit.services.database.unit_of_work() as unit:
        count = count_responses(unit, get_round(visit, unit, round_id))
    return JSONResponse({"responses": count}, headers={"Cache-Control": "no-store"})


@routes.get("/surveys/rounds/{round_id}/results", Permission.READ_ANSWERS)
def show_results(visit: Visiting, round_id: int) -> Response:
    """Each question with a chart and the table, of those that the address asks for."""
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        survey = survey_of(opening)
        asked = read_results_filter(visit, survey)
        results = visit.services.surveys.readings.tabulate(unit, opening, asked.wanted)
        progress = count_progress(unit, opening)
    tables = [result_table(result) for result in results.questions]
    written = [one.question.id for one in results.questions if one.question.kind is Kind.TEXT]
    return visit.page(
        "survey_results.html",
        opening=opening,
        survey=survey,
        round_path=f"{ROUNDS}/{round_id}",
        asked=asked,
        results=results,
        progress=progress,
        drop_off=drop_off_table(progress),
        tables=tables,
        charts=draw_charts(visit, tables),
        written=written,
    )


@routes.get("/surveys/rounds/{round_id}/crossing", Permission.READ_ANSWERS)
def show_crossing(visit: Visiting, round_id: int, rows: str = "", columns: str = "") -> Response:
    """One question against another, with what can be said of the link."""
    readings = visit.services.surveys.readings
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        asked = read_results_filter(visit, survey_of(opening))
        traits = {trait.key: trait for trait in readings.list_traits(opening)}
        found = None
        if rows in traits and columns in traits and rows != columns:
            found = readings.cross(unit, opening, asked.wanted, traits[rows], traits[columns])
    tables = crossing_tables(found[0]) if found else []
    return visit.page(
        "survey_crossing.html",
        survey=survey_of(opening),
        round_path=f"{ROUNDS}/{round_id}",
        asked=asked,
        traits=[(key, trait.title) for key, trait in traits.items()],
        rows=rows,
        columns=columns,
        tables=tables,
        charts=draw_charts(visit, tables),
        words=crossing_words(*found) if found else (),
        is_same=bool(rows) and rows == columns,
    )


@routes.get("/surveys/rounds/{round_id}/comparison", Permission.READ_ANSWERS)
def show_comparison(visit: Visiting, round_id: int, other: int = 0) -> Response:
    """This round beside another of the same survey: by default the one before it."""
    readings = visit.services.surveys.readings
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        rounds = {one.id: one for one in readings.list_other_rounds(unit, opening)}
        if other and other not in rounds:
            raise ConsoleRefusal("not_found", 404)
        chosen = rounds.get(other) or next(
            (one for one in rounds.values() if one.opens_on <= opening.opens_on), None
        )
        asked = read_results_filter(visit, survey_of(opening))
        compared = readings.compare(unit, opening, chosen, asked.wanted.area) if chosen else None
    tables = [comparison_table(one) for one in compared.questions] if compared else []
    return visit.page(
        "survey_comparison.html",
        survey=survey_of(opening),
        opening=opening,
        round_path=f"{ROUNDS}/{round_id}",
        rounds=list(rounds.values()),
        chosen=chosen,
        area=asked.wanted.area,
        tables=tables,
        charts=draw_charts(visit, tables),
        left_out=compared.left_out if compared else (),
    )
