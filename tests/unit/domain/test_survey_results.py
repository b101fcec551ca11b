"""Tries to recover hidden counts from all published tables together, not from one alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import linprog

from bot.domain.survey_public_crossings import (
    OTHER_ANSWERS,
    Puzzle,
    cross_safely,
    list_crossable,
    make_puzzle,
)
from bot.domain.survey_publishing import EVERYBODY, OTHERS, PublicTable, publish
from bot.domain.survey_results import tabulate
from bot.domain.surveys import Condition, Given, How, Kind, Option, Question, Survey
from bot.gateways.disclosure import find_bounds

AREAS = ("north", "south", "east", "west")
OPTIONS = tuple(Option(name, name) for name in ("a", "b", "c"))
SURVEY = Survey(
    "s",
    "S",
    "",
    (
        Question("where", Kind.PLACE, "Where?"),
        Question("one", Kind.ONE, "Which?", options=OPTIONS, is_required=True),
        Question("two", Kind.YES_NO, "Sure?"),
        Question("more", Kind.SEVERAL, "What else?", options=OPTIONS),
        Question("after", Kind.YES_NO, "And?", is_required=True, show_if=(Condition("one", ("a",)),)),
        Question("words", Kind.TEXT, "Why?"),
    ),
)


def answered(value: object) -> Given:
    return Given(How.ANSWERED, value)  # type: ignore[arg-type]


def simulate(seed: int, people: int) -> list[dict[str, Given]]:
    """People with answers of very different popularity, so that many counts are small."""
    chance = random.Random(seed)  # noqa: S311 -- a simulation
    found = []
    for _ in range(people):
        one = {
            "where": answered(chance.choices(AREAS, (50, 20, 5, 2))[0]),
            "one": answered(chance.choices("abc", (chance.choice((3, 30)), 40, 9))[0]),
            "two": answered(chance.choices(("yes", "no"), (90, 10))[0]),
            "more": answered(tuple(o for o in "abc" if chance.random() < 0.3) or ("a",)),
        }
        if one["one"].value == "a":
            one["after"] = answered(chance.choice(("yes", "no")))
        found.append(one)
    return found


@pytest.mark.parametrize("seed", range(0, 27, 3))
def test_no_hidden_count_follows_from_all_that_is_published(seed: int) -> None:
    people = simulate(seed, 40 + 12 * seed)
    for threshold in (5, 10):
        tables = publish(SURVEY, people, {}, threshold)
        assert [t.question for t in tables if t.question == "words"] == []
        crossable = list_crossable(SURVEY, tables)
        pair = (crossable[0], crossable[1]) if len(crossable) > 1 else None
        crossing = cross_safely(SURVEY, people, threshold, pair) if pair else None
        _try_to_recover(people, tables, crossing, threshold)
        for table in (*tables, *([crossing] if crossing else ())):
            shown = [count for row in table.rows for count in (*row.counts, row.total) if count is not None]
            assert all(count == 0 or count >= threshold for count in shown)


def test_crossings_are_published_and_hide_small_counts() -> None:
    people = simulate(18, 260)
    tables = publish(SURVEY, people, {}, 10)
    first, second = list_crossable(SURVEY, tables)
    assert (first.question, second.question) == ("one", "two")
    crossing = cross_safely(SURVEY, people, 10, (first, second))
    assert crossing is not None
    assert crossing.total == 260
    assert crossing.has_hidden
    puzzle = make_puzzle((first, second), crossing)
    bounds = find_bounds(puzzle)
    assert len(bounds) == len(puzzle.hidden) > 4
    assert all(low < high and high >= 10 for low, high in bounds)


def test_a_count_that_can_be_worked_out_is_found() -> None:
    puzzle = Puzzle(3, (((0, 1, 2), 20), ((0, 1), 13)), ((2,), (0,)))
    assert find_bounds(puzzle) == [(7, 7), (0, 13)]
    with pytest.raises(ValueError, match="nothing fits"):
        find_bounds(Puzzle(1, (((0,), 1), ((0,), 2)), ((0,),)))


def _try_to_recover(
    people: list[dict[str, Given]], tables: list[PublicTable], crossing: PublicTable | None, threshold: int
) -> None:
    """Everything shown is an equation over how many people of each kind there are: a linear program finds
    the least and the greatest that each hidden count can be, all tables taken together."""
    kinds = sorted({_kind_of(one) for one in people} | _all_kinds())
    shown: _Counts = [(np.ones(len(kinds)), len(people))]
    hidden: _Counts = []
    for table in tables:
        named = [column for column in table.columns if column not in {EVERYBODY, OTHERS}]
        columns = [_in_column(column, named, table.question) for column in table.columns]
        for inside, total in zip(columns, table.column_totals, strict=True):
            shown.append((_vector(kinds, inside), total))
        for row in table.rows:
            says = _saying(table, row.title)
            for inside, count in zip((*columns, says), (*row.counts, row.total), strict=True):
                cell = _vector(kinds, _both(inside, says))
                (hidden if count is None else shown).append((cell, count))
    if crossing is not None:
        _add_crossing(kinds, tables, crossing, shown, hidden)
    left, right = np.array([cell for cell, _ in shown]), np.array([count for _, count in shown])
    for cell, _ in hidden:
        low, high = (sign * linprog(sign * cell, A_eq=left, b_eq=right).fun for sign in (1, -1))
        assert high - low > 0.99
        # Nor can anybody tell that it is a small one.
        assert high > threshold - 0.01


type _Counts = list[tuple[np.ndarray, int | None]]


def _add_crossing(
    kinds: list[_Kind], tables: list[PublicTable], crossing: PublicTable, shown: _Counts, hidden: _Counts
) -> None:
    places = {"one": 1, "two": 2}
    first, second = crossing.question.split("*")
    own = {
        table.question: {row.title for row in table.rows if row.total is not None}
        for table in tables
        if table.question in places
    }

    def says(question: str, title: str) -> Callable[[_Kind], bool]:
        place, seen = places[question], own[question]
        if title == OTHER_ANSWERS:
            return lambda kind: kind[place] not in seen
        return lambda kind: kind[place] == title

    for row in crossing.rows:
        for column, count in zip(crossing.columns, row.counts, strict=True):
            cell = _vector(kinds, _both(says(first, row.title), says(second, column)))
            (hidden if count is None else shown).append((cell, count))


type _Kind = tuple[str, str, str, tuple[str, ...], str]


def _kind_of(one: dict[str, Given]) -> _Kind:
    after = one["after"].value if "after" in one else ""
    return (one["where"].value, one["one"].value, one["two"].value, one["more"].value, after)  # type: ignore[return-value]


def _all_kinds() -> set[_Kind]:
    picks = [("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")]
    return {
        (area, first, sure, more, after)
        for area in AREAS
        for first in "abc"
        for sure in ("yes", "no")
        for more in picks
        for after in (("yes", "no") if first == "a" else ("",))
    }


def _vector(kinds: list[_Kind], belongs: Callable[[_Kind], bool]) -> np.ndarray:
    return np.array([float(belongs(kind)) for kind in kinds])


def _both(one: Callable[[_Kind], bool], other: Callable[[_Kind], bool]) -> Callable[[_Kind], bool]:
    return lambda kind: one(kind) and other(kind)


def _in_column(column: str, named: list[str], question: str) -> Callable[[_Kind], bool]:
    def is_in(kind: _Kind) -> bool:
        was_asked = question != "after" or kind[1] == "a"
        is_there = kind[0] not in named if column == OTHERS else column in {EVERYBODY, kind[0]}
        return was_asked and is_there

    return is_in


def _saying(table: PublicTable, title: str) -> Callable[[_Kind], bool]:
    areas = [row.title for row in table.rows]

    def says(kind: _Kind) -> bool:
        if table.question == "where":
            return kind[0] == title or (title == OTHERS and kind[0] not in areas)
        if table.question == "more":
            return title in kind[3]
        # Everybody who was asked answered these.
        return kind[{"one": 1, "two": 2, "after": 4}[table.question]] == title

    return says


def test_the_hub_sees_the_known_totals() -> None:
    people = [{"one": answered("a"), "more": answered(("a", "c"))}] * 3 + [{"one": answered("b")}]
    by_id = {one.question.id: one for one in tabulate(SURVEY, people, {})}
    assert by_id["one"].rows == (("a", 3), ("b", 1), ("c", 0), ("No answer", 0))
    assert by_id["one"].percent(3) == 75
    assert by_id["more"].rows[0] == ("a", 3)
    assert by_id["more"].asked == 3


def test_what_hangs_on_a_hidden_count_is_not_published() -> None:
    people = [{"one": answered("a"), "after": answered("yes")}] * 4 + [{"one": answered("b")}] * 40
    assert "after" not in [table.question for table in publish(SURVEY, people, {}, 10)]
    many = [{"one": answered("a"), "after": answered("yes")}] * 40 + [{"one": answered("b")}] * 40
    assert "after" in [table.question for table in publish(SURVEY, many, {}, 10)]


def test_fewer_people_than_the_threshold_publish_nothing() -> None:
    assert publish(SURVEY, [{"one": answered("a")}] * 9, {}, 10) == []
