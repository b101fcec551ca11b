"""Who answered beside who lives there, and areas counted by their people, with figures worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.survey_filters import Heard
from bot.domain.survey_representation import Population, compare_ages, compare_areas, weigh
from bot.domain.surveys import Given, How, Kind, Option, Question, Survey
from bot.errors import PlacePackError
from bot.gateways.place_pack_population import load_population
from bot.gateways.significance import compare_shares

OLD = Question(
    "old", Kind.ONE, "How old?", options=(Option("young", "Under 40"), Option("old", "40 and over"))
)
DARK = Question("dark", Kind.YES_NO, "Dark?")
SURVEY = Survey("s", "S", "", (Question("where", Kind.PLACE, "Where?"), OLD, DARK))
PEOPLE = Population(
    "Census",
    date(2027, 1, 1),
    {"north": 30_000, "south": 10_000},
    {"Under 40": 20_000, "40 and over": 20_000},
)


def heard(where: str, old: str, dark: str) -> Heard:
    return Heard(
        {name: Given(How.ANSWERED, v) for name, v in (("where", where), ("old", old), ("dark", dark))}
    )


#: Half of those who answered live in the south, where a quarter of the people lives.
HEARD = (
    [heard("north", "old", "yes")] * 50
    + [heard("south", "old", "no")] * 40
    + [heard("south", "young", "no")] * 10
)


def test_differences_are_said_in_words() -> None:
    north, south = compare_areas(SURVEY, HEARD, PEOPLE, compare_shares)
    assert (north.living, north.answered) == (75, 50)
    assert north.in_words() == "Fewer than live there, by 25 points"
    assert south.in_words() == "More than live there, by 25 points"
    young, _ = compare_ages(SURVEY, HEARD, PEOPLE, compare_shares)
    assert (young.people, young.in_words()) == (10, "Fewer than live there, by 40 points")


def test_a_difference_that_could_be_chance_is_none() -> None:
    few = [heard("north", "old", "yes")] * 7 + [heard("south", "old", "yes")] * 3
    assert {one.in_words() for one in compare_areas(SURVEY, few, PEOPLE, compare_shares)} == {
        "About as many as live there"
    }
    assert compare_areas(SURVEY, [], PEOPLE, compare_shares) == []


def test_areas_count_by_their_people() -> None:
    titles = {"yes": "Yes", "no": "No"}
    assert weigh(SURVEY, DARK, HEARD, PEOPLE, titles) == [("Yes", 50, 50, 75), ("No", 50, 50, 25)]
    assert weigh(SURVEY, DARK, HEARD[:55], PEOPLE, titles) == []


@pytest.mark.parametrize(
    ("areas", "problem"),
    [
        ("{north: 5, south: 6}", None),
        ("{north: 5}", "missing"),
        ("{north: 5, south: 6, west: 1}", "hub area"),
    ],
)
def test_the_file_names_every_area(tmp_path: Path, areas: str, problem: str | None) -> None:
    assert load_population(tmp_path, ["north", "south"]) is None
    text = f"source: Census\ndate_checked: 2027-01-01\nareas: {areas}\n"
    (tmp_path / "population.yml").write_text(text, encoding="utf-8")
    if problem is None:
        found = load_population(tmp_path, ["north", "south"])
        assert found is not None
        assert found.areas == {"north": 5, "south": 6}
    else:
        with pytest.raises(PlacePackError, match=problem):
            load_population(tmp_path, ["north", "south"])
