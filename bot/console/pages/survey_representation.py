"""Whether those who answered are like those who live there, and what the answers would be if they were."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.charts import draw_charts
from bot.console.pages.survey_rounds import ROUNDS, get_round
from bot.console.permissions import Permission
from bot.console.routes import Routes
from bot.console.survey_tables import represented_table, weighed_tables
from bot.console.visits import Visiting
from bot.services.survey_openings import survey_of

routes = Routes()


@routes.get("/surveys/rounds/{round_id}/representation", Permission.READ_ANSWERS)
def show_representation(visit: Visiting, round_id: int) -> Response:
    """By area, and by age where the survey asks for it."""
    readings = visit.services.surveys.readings
    with visit.services.database.unit_of_work() as unit:
        opening = get_round(visit, unit, round_id)
        found, population = readings.represent(unit, opening), readings.populations.find(unit)
    names = visit.services.area_names
    tables, weighed = [], []
    if found is not None:
        tables = [
            represented_table(key, title, rows, names)
            for key, title, rows in (
                ("areas", "Where people live", found.areas),
                ("ages", "How old people are", found.ages),
            )
            if rows
        ]
        weighed = weighed_tables(found.weighed)
    return visit.page(
        "survey_representation.html",
        survey=survey_of(opening),
        round_path=f"{ROUNDS}/{round_id}",
        population=population,
        tables=tables,
        charts=draw_charts(visit, tables),
        weighed=weighed,
    )
