"""Random surveys without mistakes, and random ways of answering them, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.domain.survey_checks import find_problems
from bot.domain.survey_walk import Sitting, current, give
from bot.domain.surveys import OUTSIDE, Condition, Given, How, Kind, Option, Question, Survey, Value

AREAS = ("northvale", "southvale")
_OPTIONS = tuple(Option(name, name.title()) for name in ("red", "green", "blue"))
_DECIDING = (Kind.ONE, Kind.SEVERAL, Kind.YES_NO, Kind.SCALE, Kind.PLACE)


@st.composite
def questions(draw: st.DrawFn, position: int, earlier: tuple[Question, ...]) -> Question:
    """One question, that may depend on some of the earlier ones."""
    kind = draw(st.sampled_from(list(Kind)))
    return Question(
        id=f"q{position}",
        kind=kind,
        text=f"Question {position}",
        is_required=draw(st.booleans()),
        may_decline=draw(st.booleans()),
        options=_OPTIONS if kind in {Kind.ONE, Kind.SEVERAL, Kind.RANKING} else (),
        low=1 if kind in {Kind.SCALE, Kind.NUMBER} else None,
        high=5 if kind in {Kind.SCALE, Kind.NUMBER} else None,
        has_random_order=draw(st.booleans()),
        show_if=tuple(draw(_conditions(earlier))),
    )


def _conditions(earlier: tuple[Question, ...]) -> st.SearchStrategy[list[Condition]]:
    deciding = [question for question in earlier if question.kind in _DECIDING]
    if not deciding:
        return st.just([])
    one = st.sampled_from(deciding).flatmap(
        lambda asked: st.lists(st.sampled_from(values_of(asked)), min_size=1, max_size=2, unique=True).map(
            lambda values: Condition(asked.id, tuple(values))
        )
    )
    return st.lists(one, max_size=2)


@st.composite
def drafts(draw: st.DrawFn) -> Survey:
    """A survey as somebody may write it, whose questions may be out of reach."""
    made: tuple[Question, ...] = ()
    for position in range(draw(st.integers(1, 7))):
        made = (*made, draw(questions(position, made)))
    return Survey("random", "Random", "", made, is_anonymous=False)


def surveys() -> st.SearchStrategy[Survey]:
    """A survey in which nothing is wrong."""
    return drafts().filter(lambda survey: not find_problems(survey, AREAS))


def values_of(question: Question) -> tuple[str, ...]:
    """What a question that decides can be answered with."""
    return (*AREAS, OUTSIDE) if question.kind is Kind.PLACE else question.values or ()


def answers_to(question: Question) -> st.SearchStrategy[Given]:
    """Everything that can be given to a question."""
    ways: list[st.SearchStrategy[Given]] = [_values(question).map(lambda value: Given(How.ANSWERED, value))]
    if not question.is_required:
        ways.append(st.just(Given(How.SKIPPED)))
    if question.may_decline:
        ways.append(st.just(Given(How.DECLINED)))
    return st.one_of(ways)


def _values(question: Question) -> st.SearchStrategy[Value]:
    values = values_of(question)
    match question.kind:
        case Kind.SEVERAL:
            return st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)
        case Kind.RANKING:
            return st.permutations(values).map(tuple)
        case Kind.SCALE:
            return st.sampled_from(values).map(int)
        case Kind.NUMBER:
            return st.integers(1, 5)
        case Kind.DATE:
            return st.sampled_from(("2026-11-26", "1999-01-31"))
        case Kind.TEXT | Kind.PHOTO:
            return st.text(min_size=1, max_size=20)
        case _:
            return st.sampled_from(values)


def answer_some(draw: st.DrawFn, survey: Survey, count: int) -> Sitting:
    """A sitting in which so many questions were answered, or all if there are fewer."""
    sitting = Sitting(seed=draw(st.integers(0, 1000)))
    for _ in range(count):
        question = current(survey, sitting)
        if question is None:
            break
        sitting = give(survey, sitting, draw(answers_to(question)))
    return sitting
