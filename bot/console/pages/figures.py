"""The dashboard: figures of a period as tables, each with a sentence, a CSV file and mostly a chart."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.charts import draw_charts
from bot.console.csv_files import csv_of
from bot.console.figure_filters import AskedFigures, read_filter
from bot.console.figure_tables import Names, list_tables
from bot.console.follow_up_tables import list_follow_up_tables
from bot.console.hot_spot_table import hot_spots_table
from bot.console.permissions import Permission
from bot.console.problems import ConsoleRefusal
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.domain.categories import Category
from bot.domain.documents import Table
from bot.domain.figures import Figures, change

FIGURES = f"{PREFIX}/figures"
routes = Routes(Entry("Figures", FIGURES, Permission.READ_FIGURES, order=30, section=Section.FIGURES))


@routes.get("/figures", Permission.READ_FIGURES)
def show_figures(visit: Visiting) -> Response:
    """Everything that is counted, for what the address asks for."""
    asked = read_filter(visit)
    figures = _count(visit, asked)
    tables = _list_tables(visit, asked, figures)
    return visit.page(
        "figures.html",
        422 if asked.problem else 200,
        asked=asked,
        figures=figures,
        change=change(figures.total, figures.total_before),
        earlier=figures.period.year_before(),
        tables=tables,
        charts=draw_charts(visit, tables),
        categories=list(Category),
        own_areas={
            key: name for key, name in visit.services.area_names.items() if visit.staff.sees_area(key)
        },
        problem=asked.problem,
        problem_at="#from",
    )


@routes.get("/figures/tables/{key}.csv", Permission.READ_FIGURES)
def export_table(visit: Visiting, key: str) -> Response:
    """One table as a CSV file, its numbers without separators."""
    table = _find_table(visit, key)
    return csv_of(table, f"{table.key}.csv")


def _count(visit: Visit, asked: AskedFigures) -> Figures:
    """The figures that were asked for, as far as this member of the staff may see them."""
    with visit.services.database.unit_of_work() as unit:
        return visit.services.figures.summarise(unit, visit.staff, asked.wanted, asked.today)


def _list_tables(visit: Visit, asked: AskedFigures, figures: Figures) -> list[Table]:
    threshold = visit.services.settings.small_number_threshold
    names = Names.of(visit.services)
    return [
        *list_tables(figures, names),
        _hot_spots(visit, asked, names),
        *list_follow_up_tables(figures, threshold),
    ]


def _hot_spots(visit: Visit, asked: AskedFigures, names: Names) -> Table:
    """Small numbers are for those who may read the cases themselves."""
    services = visit.services
    threshold = 0 if visit.may(Permission.WORK_CONCERNS) else services.settings.small_number_threshold
    with services.database.unit_of_work() as unit:
        spots = services.hot_spots.list_spots(unit, visit.staff, asked.wanted, threshold)
    return hot_spots_table(spots, names, threshold)


def _find_table(visit: Visit, key: str) -> Table:
    asked = read_filter(visit)
    tables = _list_tables(visit, asked, _count(visit, asked))
    found = next((table for table in tables if table.key == key), None)
    if found is None:
        raise ConsoleRefusal("not_found", 404)
    return found
