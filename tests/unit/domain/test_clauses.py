"""Splitting messages into clauses: at punctuation, at joining words, and in dictated runs without either."""

from __future__ import annotations

import pytest

from bot.domain.clauses import MOST_CLAUSES, count_words, span, split_clauses, without_joining_words


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        (
            "Kids drinking in the park again and now there's needles and a bench smashed up",
            ["Kids drinking in the park again", "and now there's needles", "and a bench smashed up"],
        ),
        (
            "The lamp is out. Somebody dumped a sofa; dog mess everywhere",
            ["The lamp is out", "Somebody dumped a sofa", "dog mess everywhere"],
        ),
        ("The bin is full\nthe swing is broken", ["The bin is full", "the swing is broken"]),
        ("the lamp is out – the road is flooded", ["the lamp is out", "the road is flooded"]),
        ("loud music all night plus their dog barks", ["loud music all night", "plus their dog barks"]),
    ],
)
def test_a_message_is_split_where_people_begin_something_new(message: str, clauses: list[str]) -> None:
    assert [clause.text for clause in split_clauses(message)] == clauses


@pytest.mark.parametrize(
    "message",
    [
        "someone painted the re-built wall",
        "it cost 1,500 pounds to mend",
        "litter, glass",
        "help",
    ],
)
def test_one_thing_stays_one_clause(message: str) -> None:
    assert [clause.text for clause in split_clauses(message)] == [message]


def test_a_dictated_run_is_split_at_words_that_open_a_sentence() -> None:
    message = (
        "theyre riding bikes on the green all day long somebodys smashed the shelter there's glass everywhere"
    )
    assert len(split_clauses(message)) == 3


@pytest.mark.parametrize("message", ["", "   ", "...", "?!"])
def test_without_words_there_are_no_clauses(message: str) -> None:
    assert split_clauses(message) == ()


def test_no_word_is_lost_and_each_clause_knows_its_place() -> None:
    message = "Well, as I said - the drain is blocked again, and (since May) the lamp's out too! Ta"
    clauses = split_clauses(message)
    assert sum(clause.words for clause in clauses) == count_words(message)
    assert all(message[clause.start : clause.end] == clause.text for clause in clauses)


def test_a_long_letter_has_a_limited_number_of_clauses() -> None:
    assert len(split_clauses("The bin is still full today. " * 40)) == MOST_CLAUSES


def test_a_span_holds_all_from_one_clause_to_another() -> None:
    message = "the lamp is out, the road floods, and nobody ever comes"
    first, second, _ = split_clauses(message)
    assert span(message, first, second).text == "the lamp is out, the road floods"


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        ("and also there's glass everywhere", "there's glass everywhere"),
        ("plus their dog", "their dog"),
        ("and needles", "and needles"),
        ("sofas in the lane", "sofas in the lane"),
    ],
)
def test_joining_words_are_left_out_where_enough_remains(clause: str, rest: str) -> None:
    assert without_joining_words(clause) == rest
