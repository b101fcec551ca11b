"""Figures of who lives where as a CSV file: what is wrong is said by line; what is written is read again."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.population_files import read_population, write_population
from bot.domain.survey_representation import Population

NAMES = {"north": "North Side", "south": "South Side"}
TITLES = "group,name,people\n"
BOTH = "area,north,10\narea,South Side,20\n"


def test_areas_go_by_id_or_name_and_ages_by_their_words() -> None:
    found = read_population(f'\ufeffGroup, Name,People\r\n{BOTH}\nAGE,Under 40,"1,200"\n', NAMES)
    assert found.problems == []
    assert found.areas == {"north": 10, "south": 20}
    assert found.ages == {"Under 40": 1200}


def test_what_is_written_is_read_the_same() -> None:
    figures = Population("Census", date(2026, 1, 1), {"north": 7, "south": 8}, {'Under "40", all': 5})
    found = read_population(write_population(figures, NAMES), NAMES)
    assert (found.areas, found.ages, found.problems) == (figures.areas, figures.ages, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Line 1: it has to be the titles group, name, people."),
        (f"{TITLES}area,north\n", "Line 2: it has 2 cells instead of 3."),
        (f"{TITLES}{BOTH}sex,women,9\n", "Line 4: the group is 'sex'; it has to be area or age."),
        (f"{TITLES}{BOTH}area,East,9\n", "Line 4: there is no area 'East'."),
        (f"{TITLES}{BOTH}area,NORTH SIDE,9\n", "Line 4: 'NORTH SIDE' is there twice."),
        (f"{TITLES}{BOTH}age,,9\n", "Line 4: a name is needed, with at most 80 characters."),
        (f"{TITLES}area,north,10\n", "The people of these areas are missing: South Side."),
        (f'{TITLES}area,"north,10\n', "This isn't a CSV file: unexpected end of data."),
        (TITLES + "x" * 20_000, "The file is too long: at most 20000 characters."),
    ],
)
def test_it_says_what_is_wrong(text: str, problem: str) -> None:
    assert problem in read_population(text, NAMES).problems


@pytest.mark.parametrize("people", ["", "0", "-5", "1.5", "ten", "\u0665", "9" * 5000])
def test_people_are_whole_numbers(people: str) -> None:
    found = read_population(f"{TITLES}area,north,{people}\n", NAMES)
    assert found.problems == [
        f"Line 2: the people are {people[:20]!r}; they have to be a whole number above 0."
    ]


def test_no_more_is_said_than_somebody_reads() -> None:
    assert len(read_population(TITLES + "x,y,z\n" * 500, NAMES).problems) == 10
