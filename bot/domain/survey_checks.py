"""Finds what is wrong with a survey: loops, dead ends, questions nobody reaches, words that stay empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.domain.categories import Category
from bot.domain.survey_flow import is_always_answered, is_reachable, waits_for_itself
from bot.domain.survey_languages import texts_of
from bot.domain.surveys import DECIDING, OUTSIDE, WITH_OPTIONS, Condition, Kind, Question, Survey

_PIPED = re.compile(r"\{([^{}]*)\}")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_QUESTIONS = 40
_MOST_STEPS = 11
_LONGEST_BUTTON = 130
_NOT_PIPED = frozenset({Kind.PHOTO, Kind.TEXT})
"""A photo has no words, and what somebody wrote may be long or name people."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, and where it stands in the survey's document."""

    spot: tuple[str | int, ...]
    text: str


def find_problems(survey: Survey, hub_areas: Collection[str]) -> list[Problem]:
    """Everything that is wrong, in the order of the document; empty for a survey that can be opened."""
    problems = list(_check_whole(survey, hub_areas))
    seen: list[str] = []
    for position, question in enumerate(survey.questions):
        spot = ("questions", position)
        problems += _check_id(question, seen, spot)
        problems += _check_answers(question, spot)
        problems += _check_conditions(survey, question, seen, hub_areas, spot)
        problems += _check_piping(survey, question, seen, spot)
        if survey.is_anonymous and question.kind is Kind.PHOTO:
            text = "a photo can show who sent it: an anonymous survey can't ask for one"
            problems.append(Problem((*spot, "kind"), text))
        if question.is_required and question.kind is Kind.PHOTO:
            problems.append(Problem(spot, "a photo can't be required: paper takes none"))
        seen.append(question.id)
    return [*problems, *_check_versions(survey)]


def find_piped(text: str) -> list[str]:
    """The ids of the questions whose answers are put into a text."""
    return _PIPED.findall(text)


def _check_whole(survey: Survey, hub_areas: Collection[str]) -> Iterator[Problem]:
    if not _IDENTIFIER.fullmatch(survey.id):
        yield Problem(("id",), "an id is small letters, digits and _, 40 at the most, a letter first")
    if not survey.title.strip():
        yield Problem(("title",), "a survey needs a title")
    if not survey.questions:
        yield Problem(("questions",), "a survey without questions is a dead end")
    if len(survey.questions) > MOST_QUESTIONS:
        yield Problem(("questions",), f"more than {MOST_QUESTIONS} questions")
    for position, area in enumerate(survey.areas):
        if area not in hub_areas:
            yield Problem(("areas", position), f"{area!r} is not a hub area")
    for position, quota in enumerate(survey.quotas):
        asked = survey.by_id.get(quota.question)
        if asked is None or asked.kind not in DECIDING:
            yield Problem(("quotas", position), f"no quota can be counted over {quota.question!r}")
        elif not _is_value(asked, quota.value, hub_areas):
            yield Problem(("quotas", position), f"{quota.question!r} has no answer {quota.value!r}")


def _check_versions(survey: Survey) -> Iterator[Problem]:
    english = texts_of(survey)
    for language, version in survey.versions.items():
        for key, text in version.items():
            spot = ("languages", language, key)
            if key not in english:
                yield Problem(spot, f"{key!r} names no text of the survey")
            elif text and sorted(find_piped(text)) != sorted(find_piped(english[key])):
                yield Problem(spot, "it puts other answers into the text than the English one")


def _check_id(question: Question, seen: list[str], spot: tuple[str | int, ...]) -> Iterator[Problem]:
    if not _IDENTIFIER.fullmatch(question.id):
        yield Problem((*spot, "id"), "an id is small letters, digits and _, 40 at the most, a letter first")
    if question.id in seen:
        yield Problem((*spot, "id"), f"{question.id!r} is given twice")
    if not question.text.strip():
        yield Problem((*spot, "text"), "the question says nothing")


def _check_answers(question: Question, spot: tuple[str | int, ...]) -> Iterator[Problem]:
    """Dead ends: questions that nobody can answer."""
    yield from _check_options(question, (*spot, "options"))
    low, high = question.low, question.high
    if question.kind is Kind.SCALE and (low is None or high is None or not low < high < low + _MOST_STEPS):
        yield Problem(spot, f"a dead end: a scale goes from low to high in 2 to {_MOST_STEPS} steps")
    if question.kind is Kind.NUMBER and low is not None and high is not None and low > high:
        yield Problem(spot, "a dead end: no number lies between low and high")
    if question.kind is Kind.TEXT and question.most_chars < 1:
        yield Problem((*spot, "most_chars"), "a dead end: no words are short enough")


def _check_options(question: Question, spot: tuple[str | int, ...]) -> Iterator[Problem]:
    if question.kind in WITH_OPTIONS:
        ids = [option.id for option in question.options]
        if len(ids) < 2:
            yield Problem(spot, "a dead end: there are no two answers to choose from")
        if len(set(ids)) < len(ids):
            yield Problem(spot, "an answer is given twice")
        if question.kind is not Kind.ONE and sum(len(name) + 1 for name in ids) > _LONGEST_BUTTON:
            yield Problem(spot, "the ids are too long together: a button has to hold them all")
        for position, option in enumerate(question.options):
            if not _IDENTIFIER.fullmatch(option.id) or not option.text.strip():
                yield Problem((*spot, position), "an answer needs an id and a text")
            if option.category and option.category not in set(Category):
                yield Problem((*spot, position), f"{option.category!r} is no category of concern")
        matched = [option.matched_category for option in question.options if option.matched_category]
        if len(set(matched)) < len(matched):
            yield Problem(spot, "two answers stand for the same category of concern")
    elif question.options:
        yield Problem(spot, f"a question of kind {question.kind} has no options")


def _check_conditions(
    survey: Survey,
    question: Question,
    seen: list[str],
    hub_areas: Collection[str],
    spot: tuple[str | int, ...],
) -> Iterator[Problem]:
    before = len(question.show_if)
    if waits_for_itself(survey, question.id):
        yield Problem((*spot, "show_if"), "a loop: it is shown only after it was answered itself")
        return
    for position, condition in enumerate(question.show_if):
        for text in _condition_problems(survey, condition, seen, hub_areas):
            before = 0
            yield Problem((*spot, "show_if", position), text)
    if before and not is_reachable(survey, question.id):
        yield Problem((*spot, "show_if"), "nobody reaches it: no answers fulfil all its conditions")


def _condition_problems(
    survey: Survey, condition: Condition, seen: list[str], hub_areas: Collection[str]
) -> Iterator[str]:
    asked = survey.by_id.get(condition.question)
    if asked is None:
        yield f"there is no question {condition.question!r}"
    elif asked.id not in seen:
        yield f"{asked.id!r} comes later; a condition looks at earlier questions"
    elif asked.kind not in DECIDING:
        yield f"a condition can't look at {asked.id!r}, which is of kind {asked.kind}"
    else:
        if not condition.any_of:
            yield "a condition needs at least one answer"
        for value in condition.any_of:
            if not _is_value(asked, value, hub_areas):
                yield f"{asked.id!r} has no answer {value!r}"


def _is_value(asked: Question, value: str, hub_areas: Collection[str]) -> bool:
    if asked.kind is Kind.PLACE:
        return value in hub_areas or value == OUTSIDE
    return value in (asked.values or ())


def _check_piping(
    survey: Survey, question: Question, seen: list[str], spot: tuple[str | int, ...]
) -> Iterator[Problem]:
    for part in ("text", "help"):
        text: str = getattr(question, part)
        if text.count("{") != len(find_piped(text)) or text.count("}") != len(find_piped(text)):
            yield Problem((*spot, part), "a brace belongs to no question")
        for asked in find_piped(text):
            if asked not in seen:
                yield Problem((*spot, part), f"{{{asked}}} names no earlier question")
            elif survey.by_id[asked].kind in _NOT_PIPED:
                yield Problem((*spot, part), f"the answer to {asked!r} can't be put into a text")
            elif not is_always_answered(survey, asked, question.id):
                yield Problem((*spot, part), f"{{{asked}}} may have no answer when this is shown")
