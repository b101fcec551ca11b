"""What is found wrong with a survey, and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.survey_checks import Problem, find_problems
from bot.domain.surveys import Condition, Kind, Option, Question, Quota, Survey

AREAS = ("northvale", "southvale")
COLOURS = (Option("red", "Red"), Option("blue", "Blue"))
FIRST = Question("first", Kind.ONE, "Which?", options=COLOURS, is_required=True)
SECOND = Question("second", Kind.YES_NO, "Sure?", show_if=(Condition("first", ("red",)),))
GOOD = Survey("good", "Good", "", (FIRST, SECOND))


def test_nothing_is_wrong_with_a_good_one() -> None:
    assert find_problems(GOOD, AREAS) == []


@pytest.mark.parametrize(
    ("last", "part", "says"),
    [
        (Question("third", Kind.ONE, "?", options=COLOURS[:1]), "options", "a dead end"),
        (Question("third", Kind.SCALE, "?", low=3, high=3), None, "a dead end"),
        (Question("third", Kind.NUMBER, "?", low=3, high=1), None, "a dead end"),
        (Question("third", Kind.TEXT, "?", most_chars=0), "most_chars", "a dead end"),
        (Question("third", Kind.PHOTO, "?"), "kind", "anonymous"),
        (Question("third", Kind.TEXT, "?", show_if=(Condition("third", ("x",)),)), "show_if", "a loop"),
        (Question("third", Kind.TEXT, "?", show_if=(Condition("nobody", ("x",)),)), "show_if", "no question"),
        (
            Question("third", Kind.TEXT, "?", show_if=(Condition("first", ("green",)),)),
            "show_if",
            "no answer",
        ),
        (
            Question(
                "third",
                Kind.TEXT,
                "?",
                show_if=(Condition("first", ("blue",)), Condition("second", ("yes",))),
            ),
            "show_if",
            "nobody reaches it",
        ),
        (Question("third", Kind.TEXT, "About {later}?"), "text", "no earlier question"),
        (Question("third", Kind.TEXT, "You said {second}?"), "text", "may have no answer"),
        (Question("third", Kind.TEXT, "A { brace"), "text", "a brace"),
        (Question("Third!", Kind.TEXT, "?"), "id", "small letters"),
    ],
)
def test_a_mistake_is_named_where_it_stands(last: Question, part: str | None, says: str) -> None:
    problems = find_problems(replace(GOOD, questions=(FIRST, SECOND, last)), AREAS)
    assert problems
    assert all(problem.spot[:2] == ("questions", 2) for problem in problems)
    found = problems[0]
    assert says in found.text
    if part is not None:
        assert part in found.spot


def test_a_circle_of_conditions_is_a_loop_and_not_followed_for_ever() -> None:
    one = Question("one", Kind.YES_NO, "?", show_if=(Condition("two", ("yes",)),))
    two = Question("two", Kind.YES_NO, "?", show_if=(Condition("one", ("yes",)),))
    texts = [problem.text for problem in find_problems(Survey("s", "S", "", (one, two)), AREAS)]
    assert len(texts) == 2
    assert all("a loop" in text for text in texts)


def test_areas_and_quotas_have_to_exist() -> None:
    survey = replace(GOOD, areas=("moon",), quotas=(Quota("first", "green", 3), Quota("nobody", "x", 1)))
    assert [problem.spot for problem in find_problems(survey, AREAS)] == [
        ("areas", 0),
        ("quotas", 0),
        ("quotas", 1),
    ]


def test_a_survey_without_questions_is_a_dead_end() -> None:
    assert find_problems(Survey("s", "S", "", ()), AREAS) == [
        Problem(("questions",), "a survey without questions is a dead end")
    ]


def test_an_id_is_given_once() -> None:
    again = Question("first", Kind.TEXT, "?")
    problems = find_problems(Survey("s", "S", "", (FIRST, again)), AREAS)
    assert Problem(("questions", 1, "id"), "'first' is given twice") in problems
