"""Walking a survey: the next question, back, skip and progress, from nothing but what was answered so far."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.surveys import Condition, Given, How, Kind, Option, Question, Survey


@dataclass(frozen=True, slots=True)
class Sitting:
    """How far somebody is; it holds all there is to know, so a pause of any length changes nothing."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    at: str | None = None
    """The question that they went back to; None: the first one without an answer."""
    seed: int = 0
    """What their random order of options comes from."""

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        answers = {name: given.to_json() for name, given in self.answers.items()}
        return {"answers": answers, "at": self.at, "seed": self.seed}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sitting:
        """Read what `to_json` made."""
        answers = {name: Given.from_json(given) for name, given in stored["answers"].items()}
        return cls(answers, stored["at"], stored["seed"])


def list_shown(survey: Survey, answers: Mapping[str, Given]) -> list[Question]:
    """The questions that are shown with these answers, in order."""
    shown: list[Question] = []
    kept: dict[str, Given] = {}
    for question in survey.questions:
        if all(condition.holds(kept) for condition in question.show_if):
            shown.append(question)
            if question.id in answers:
                kept[question.id] = answers[question.id]
    return shown


def current(survey: Survey, sitting: Sitting) -> Question | None:
    """The question to ask now; None at the end, where the answers can be sent."""
    shown = list_shown(survey, sitting.answers)
    if sitting.at is not None:
        return next(question for question in shown if question.id == sitting.at)
    return next((question for question in shown if question.id not in sitting.answers), None)


def give(survey: Survey, sitting: Sitting, given: Given) -> Sitting:
    """Put this under the current question and go on; answers to what is no longer shown are dropped.

    Raises ValueError at the end, and when a question can't be skipped or declined.
    """
    question = current(survey, sitting)
    if question is None:
        raise ValueError("all questions are answered")
    if given.how is How.SKIPPED and question.is_required:
        raise ValueError("this question can't be skipped")
    if given.how is How.DECLINED and not question.may_decline:
        raise ValueError("this question doesn't offer that")
    changed = {**sitting.answers, question.id: given}
    shown = {one.id for one in list_shown(survey, changed)}
    return replace(sitting, answers={name: one for name, one in changed.items() if name in shown}, at=None)


def go_back(survey: Survey, sitting: Sitting) -> Sitting:
    """Go to the question before the current one; the first stays where it is."""
    shown = [question.id for question in list_shown(survey, sitting.answers)]
    here = current(survey, sitting)
    position = len(shown) if here is None else shown.index(here.id)
    return replace(sitting, at=shown[max(position - 1, 0)])


def progress(survey: Survey, sitting: Sitting) -> tuple[int, int]:
    """Which question it is, from 1, and of how many at the most; going on never makes the second grow."""
    shown = [question.id for question in list_shown(survey, sitting.answers)]
    here = current(survey, sitting)
    possible: set[str] = set()
    for question in survey.questions:
        if all(_may_hold(condition, sitting.answers, possible) for condition in question.show_if):
            possible.add(question.id)
    position = len(shown) if here is None else shown.index(here.id) + 1
    return position, len(possible)


def _may_hold(condition: Condition, answers: Mapping[str, Given], possible: set[str]) -> bool:
    if condition.question in answers:
        return condition.holds(answers)
    return condition.question in possible


def options_in_order(question: Question, sitting: Sitting) -> tuple[Option, ...]:
    """The options as this person sees them: the same at every look."""
    if not question.has_random_order:
        return question.options
    options = list(question.options)
    random.Random(f"{sitting.seed}:{question.id}").shuffle(options)  # noqa: S311 -- nothing secret
    return tuple(options)


def text_of(survey: Survey, text: str, sitting: Sitting, titles: Mapping[str, str]) -> str:
    """A question's text or help with earlier answers put in; `titles` name areas, yes and no."""
    words = {name: _words(survey, name, given, titles) for name, given in sitting.answers.items()}
    for name, said in words.items():
        text = text.replace(f"{{{name}}}", said)
    return text


def _words(survey: Survey, name: str, given: Given, titles: Mapping[str, str]) -> str:
    question, value = survey.by_id.get(name), given.value
    if question is None or value is None or question.kind in {Kind.TEXT, Kind.PHOTO}:
        return ""
    values = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(titles.get(one, question.title_of(one)) for one in values)
