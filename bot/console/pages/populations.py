"""How many people live where, beside which answers to surveys are set: shown, put in, and taken as a file."""

from __future__ import annotations

from datetime import date, datetime

from fastapi.responses import Response

from bot.console.csv_files import csv_of
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Routes
from bot.console.visits import Visit, Visiting
from bot.domain.documents import Table
from bot.domain.figures import LOCAL_TIME
from bot.domain.population_files import COLUMNS, population_rows, read_population, write_population
from bot.domain.survey_representation import Population

_POPULATION = "/surveys/population"
_LONGEST_SOURCE = 300
routes = Routes()


@routes.get(_POPULATION, Permission.READ_ANSWERS)
def show_population(visit: Visiting) -> Response:
    """The figures that count now, and for who may change them a form."""
    return _page(visit)


@routes.get(f"{_POPULATION}.csv", Permission.READ_ANSWERS)
def export_population(visit: Visiting) -> Response:
    """The figures as a file that can be put in again."""
    with visit.services.database.unit_of_work() as unit:
        found = visit.services.surveys.populations.find(unit)
    rows = tuple(population_rows(found, visit.services.area_names)) if found else ()
    return csv_of(Table("population", "Population", COLUMNS, rows), "population.csv")


@routes.post(_POPULATION, Permission.EDIT_SURVEYS, most_files=1)
def save_population(visit: Visiting) -> Response:
    """Let what was written, or the file that was chosen, count from now on; else say what is wrong."""
    text, problems = _read_text(visit)
    read = read_population(text, visit.services.area_names)
    source, checked_on = visit.form.text("source")[:_LONGEST_SOURCE], _read_day(visit)
    if not source:
        problems.append("Write who published the figures, and of which day they are.")
    if checked_on is None:
        problems.append(
            "Write the day on which the figures were compared with their source; not one to come."
        )
    if problems or read.problems or checked_on is None:
        return _page(visit, text, [*problems, *read.problems])
    with visit.services.database.unit_of_work() as unit:
        kept = Population(source, checked_on, read.areas, read.ages)
        visit.services.surveys.populations.save(unit, visit.staff, kept)
    return visit.go(f"{PREFIX}{_POPULATION}")


@routes.post(f"{_POPULATION}/reset", Permission.EDIT_SURVEYS)
def reset_population(visit: Visiting) -> Response:
    """Let the place pack's figures count again."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.surveys.populations.reset(unit, visit.staff)
    return visit.go(f"{PREFIX}{_POPULATION}")


def _page(visit: Visit, text: str | None = None, problems: list[str] | None = None) -> Response:
    populations, names = visit.services.surveys.populations, visit.services.area_names
    with visit.services.database.unit_of_work() as unit:
        found, is_stored = populations.find(unit), populations.is_stored(unit)
    empty = Population("", date.min, {}, {})
    return visit.page(
        "population.html",
        422 if problems else 200,
        population=found,
        is_stored=is_stored,
        rows=population_rows(found, names) if found else [],
        text=write_population(found or empty, names) if text is None else text,
        problems=problems or [],
        area_names=names,
    )


def _read_text(visit: Visit) -> tuple[str, list[str]]:
    """The file if one was chosen, else what is in the field; and what is wrong with the file."""
    chosen = visit.form.file("file")
    if chosen is None:
        return visit.form.exact("figures"), []
    try:
        return chosen.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return "", ["The file can't be read: save it as CSV in UTF-8."]


def _read_day(visit: Visit) -> date | None:
    try:
        day = date.fromisoformat(visit.form.text("checked_on"))
    except ValueError:
        return None
    return day if day <= datetime.now(LOCAL_TIME).date() else None
