"""Which questions of a survey can be reached: follows the show-if rules over all possible answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.surveys import Condition, Kind, Survey

#: Question -> what it may be answered with at a certain point; several conditions on one narrow it.
type Wanted = dict[str, list[frozenset[str]]]


def conditions_of(survey: Survey, question_id: str) -> tuple[Condition, ...]:
    """Its conditions, and those of all questions that they look at; each once, a circle is walked once."""
    found: dict[Condition, None] = {}
    seen: set[str] = set()
    waiting = [question_id]
    while waiting:
        current = waiting.pop()
        if current in seen or current not in survey.by_id:
            continue
        seen.add(current)
        for condition in survey.by_id[current].show_if:
            found.setdefault(condition)
            waiting.append(condition.question)
    return tuple(found)


def is_reachable(survey: Survey, question_id: str) -> bool:
    """Whether any answers lead to the question; exact, since all conditions have to hold at once."""
    wanted: Wanted = {}
    for condition in conditions_of(survey, question_id):
        wanted.setdefault(condition.question, []).append(frozenset(condition.any_of))
    return all(_can_be(survey, asked, sets) for asked, sets in wanted.items())


def waits_for_itself(survey: Survey, question_id: str) -> bool:
    """Whether the question is shown only after it was answered: a loop."""
    return any(condition.question == question_id for condition in conditions_of(survey, question_id))


def is_always_answered(survey: Survey, asked: str, shown: str) -> bool:
    """Whether `asked` has an answer whenever `shown` is shown, so that its words can be put in there."""
    question = survey.by_id[asked]
    implied = set(conditions_of(survey, shown))
    if any(condition.question == asked for condition in implied):
        return True
    is_sure = question.is_required and not question.may_decline
    return is_sure and implied.issuperset(conditions_of(survey, asked))


def _can_be(survey: Survey, asked: str, sets: list[frozenset[str]]) -> bool:
    question = survey.by_id.get(asked)
    if question is None:
        return False
    values = question.values
    possible = [wanted if values is None else wanted.intersection(values) for wanted in sets]
    if question.kind is Kind.SEVERAL:
        return all(possible)
    return bool(frozenset.intersection(*possible))


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One question in the picture of a survey's flow."""

    id: str
    text: str
    depth: int
    """0 for what everybody is asked; else one more than the deepest question that its rules look at."""
    when: str
    after: tuple[int, ...]
    """Where in the list the questions stand that its rules look at."""


def list_steps(survey: Survey, titles: Mapping[str, str]) -> list[FlowStep]:
    """The flow as pages and pictures show it; `titles` name areas, yes and no."""
    places = {question.id: position for position, question in enumerate(survey.questions)}
    steps: list[FlowStep] = []
    for position, question in enumerate(survey.questions):
        looked_at = {places.get(c.question, position) for c in question.show_if}
        after = tuple(sorted(place for place in looked_at if place < position))
        depth = 1 + max(steps[place].depth for place in after) if after else 0
        when = _when(survey, question.show_if, titles)
        steps.append(FlowStep(question.id, question.text, depth, when, after))
    return steps


def _when(survey: Survey, conditions: tuple[Condition, ...], titles: Mapping[str, str]) -> str:
    parts = []
    for condition in conditions:
        asked = survey.by_id.get(condition.question)
        number = survey.questions.index(asked) + 1 if asked else condition.question
        named = [asked.title_of(value) if asked else value for value in condition.any_of]
        parts.append(f"{number} is {' or '.join(titles.get(name, name) for name in named)}")
    return "only if " + " and ".join(parts) if parts else "always"
