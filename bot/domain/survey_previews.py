"""A sitting in which a certain question comes next, so that staff see it as residents will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.survey_flow import conditions_of, is_reachable
from bot.domain.survey_walk import Sitting, current, give
from bot.domain.surveys import OUTSIDE, Given, How, Kind, Question, Survey, Value

_SOME_DAY = "2027-03-01"


def preview(survey: Survey, question_id: str, areas: Sequence[str]) -> tuple[Survey, Sitting]:
    """The survey, and made-up answers to what comes before; raises KeyError for no such question.

    One that nobody reaches is shown as if it were asked always.
    """
    asked = survey.by_id[question_id]
    if not is_reachable(survey, question_id):
        open_to_all = tuple(replace(one, show_if=()) for one in survey.questions)
        return preview(replace(survey, questions=open_to_all), question_id, areas)
    sitting = Sitting()
    while (question := current(survey, sitting)) is not None and question.id != asked.id:
        value = _value(survey, question, question_id, areas)
        given = Given(How.ANSWERED, value)
        sitting = give(survey, sitting, given)
    return survey, sitting


def _value(survey: Survey, question: Question, wanted: str, areas: Sequence[str]) -> Value:
    """An answer that leads to the question that is wanted."""
    possible: list[str] = list(question.values or ())
    if question.kind is Kind.PLACE:
        possible = [*areas, OUTSIDE]
    rules = [one.any_of for one in conditions_of(survey, wanted) if one.question == question.id]
    if question.kind is Kind.SEVERAL and rules:
        return tuple(dict.fromkeys(next(v for v in possible if v in rule) for rule in rules))
    fitting = [value for value in possible if all(value in rule for rule in rules)] or possible
    match question.kind:
        case Kind.SEVERAL:
            return (fitting[0],)
        case Kind.RANKING:
            return tuple(possible)
        case Kind.SCALE:
            return int(fitting[0])
        case Kind.NUMBER:
            return question.low or 1
        case Kind.DATE:
            return _SOME_DAY
        case Kind.TEXT | Kind.PHOTO:
            return "…"
    return fitting[0]
