"""How many people live where as a CSV file: read with what is wrong by line, and written the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.survey_representation import Population

COLUMNS = ("group", "name", "people")
AREA, AGE = "area", "age"
LONGEST_FILE = 20_000
"""Characters; a county has some dozens of lines."""
_LONGEST_NAME = 80
_MOST_PEOPLE = 10**9
_MOST_PROBLEMS = 10


@dataclass(slots=True)
class ReadPopulation:
    """What a file says, and what is wrong with it; only one without problems can be kept."""

    areas: dict[str, int] = field(default_factory=dict)
    ages: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_population(text: str, area_names: Mapping[str, str]) -> ReadPopulation:
    """Read a file; areas go by their id or their name (`area_names`), and none may be missing."""
    found = ReadPopulation()
    if len(text) > LONGEST_FILE:
        found.problems.append(f"The file is too long: at most {LONGEST_FILE} characters.")
        return found
    try:
        for line, problem in _read_lines(text, _keys(area_names), found):
            found.problems.append(f"Line {line}: {problem}")
    except csv.Error as error:
        found.problems.append(f"This isn't a CSV file: {error}.")
    missing = [name for area, name in area_names.items() if area not in found.areas]
    if missing and not found.problems:
        found.problems.append(f"The people of these areas are missing: {', '.join(missing)}.")
    del found.problems[_MOST_PROBLEMS:]
    return found


def population_rows(population: Population, area_names: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The lines of a file with these figures, below `COLUMNS`."""
    areas = [(AREA, area_names.get(area, area), people) for area, people in population.areas.items()]
    return areas + [(AGE, age, people) for age, people in population.ages.items()]


def write_population(population: Population, area_names: Mapping[str, str]) -> str:
    """The file with these figures."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *population_rows(population, area_names)])
    return text.getvalue()


def _read_lines(text: str, keys: Mapping[str, str], found: ReadPopulation) -> Iterator[tuple[int, str]]:
    """Fill in what was found; gives the number of each line that is wrong, and why."""
    # Spreadsheets begin a file with a mark of its encoding.
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    titles = tuple(cell.strip().casefold() for cell in next(lines, ()))
    if titles != COLUMNS:
        yield 1, f"it has to be the titles {', '.join(COLUMNS)}."
        return
    for row in lines:
        cells = [cell.strip() for cell in row]
        if any(cells) and (problem := _take(cells, keys, found)):
            yield lines.line_num, problem


def _take(cells: list[str], keys: Mapping[str, str], found: ReadPopulation) -> str:
    """Take one line; what is wrong with it, or nothing."""
    if len(cells) != len(COLUMNS):
        return f"it has {len(cells)} cells instead of {len(COLUMNS)}."
    group, name, people = cells
    if group.casefold() not in {AREA, AGE}:
        return f"the group is {group!r}; it has to be {AREA} or {AGE}."
    number = people.replace(",", "")
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:12]) <= _MOST_PEOPLE):
        return f"the people are {people[:20]!r}; they have to be a whole number above 0."
    if not name or len(name) > _LONGEST_NAME:
        return f"a name is needed, with at most {_LONGEST_NAME} characters."
    is_area = group.casefold() == AREA
    key = keys.get(name.casefold()) if is_area else name
    if key is None:
        return f"there is no area {name!r}."
    figures = found.areas if is_area else found.ages
    if key in figures:
        return f"{name!r} is there twice."
    figures[key] = int(number)
    return ""


def _keys(area_names: Mapping[str, str]) -> dict[str, str]:
    return {word.casefold(): area for area, name in area_names.items() for word in (area, name)}
