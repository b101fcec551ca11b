"""Surveys: what a consultation asks and says of itself, and what an answer to one of its questions is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from bot.domain.categories import Category

#: What a chosen answer, a list of them, a number or written words are kept as.
type Value = str | int | tuple[str, ...]

OUTSIDE = "outside"
"""The area of a place that lies in none of the hub areas."""
YES_NO = ("yes", "no")
MOST_REMIND_DAYS = 60


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    RANKING = "ranking"
    SCALE = "scale"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    """A place is named; only the hub area that it lies in is kept."""
    TEXT = "text"
    PHOTO = "photo"


#: Kinds whose answer is one or more of a question's options.
WITH_OPTIONS = frozenset({Kind.ONE, Kind.SEVERAL, Kind.RANKING})
#: Kinds that a show-if rule may look at: their answers can be counted out beforehand.
DECIDING = frozenset({Kind.ONE, Kind.SEVERAL, Kind.SCALE, Kind.YES_NO, Kind.PLACE})


class How(StrEnum):
    """What somebody did with a question."""

    ANSWERED = "answered"
    DECLINED = "declined"
    """They would rather not say."""
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to one question."""

    how: How
    value: Value | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return {"how": self.how.value} | ({} if value is None else {"value": value})

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Given:
        """Read what `to_json` made."""
        value = stored.get("value")
        return cls(How(stored["how"]), tuple(value) if isinstance(value, list) else value)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    id: str
    text: str
    category: str = ""
    """Category of concern that it stands for, where its id is none."""

    @property
    def matched_category(self) -> str:
        """Category of concern that it is compared with; empty for none."""
        return self.category or (self.id if self.id in set(Category) else "")


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is shown only if an earlier one was answered with one of these.

    What was skipped, declined or never shown fulfils no condition. For a place these are hub areas.
    """

    question: str
    any_of: tuple[str, ...]

    def holds(self, answers: Mapping[str, Given]) -> bool:
        """Whether the answers so far fulfil it."""
        given = answers.get(self.question)
        if given is None or given.value is None:
            return False
        chosen = given.value if isinstance(given.value, tuple) else (str(given.value),)
        return not set(chosen).isdisjoint(self.any_of)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `text` may hold `{id}` for what was answered to an earlier one."""

    id: str
    kind: Kind
    text: str
    help: str = ""
    is_required: bool = False
    may_decline: bool = False
    """Whether "prefer not to say" is offered."""
    options: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    """Ends of a scale, or what a number may be; both included."""
    low_label: str = ""
    high_label: str = ""
    most_chars: int = 500
    """Of written words."""
    show_if: tuple[Condition, ...] = ()
    """All of them have to hold."""
    has_random_order: bool = False

    @property
    def values(self) -> tuple[str, ...] | None:
        """Every answer there can be, for kinds where that is known; None for the others."""
        if self.kind in WITH_OPTIONS:
            return tuple(option.id for option in self.options)
        if self.kind is Kind.YES_NO:
            return YES_NO
        if self.kind is Kind.SCALE and self.low is not None and self.high is not None:
            return tuple(str(step) for step in range(self.low, self.high + 1))
        return None

    def title_of(self, value: str) -> str:
        """An option as residents read it; other answers stand for themselves."""
        return next((option.text for option in self.options if option.id == value), value)


@dataclass(frozen=True, slots=True)
class About:
    """What the consultation says of itself: the Gunning principles ask for it."""

    purpose: str = ""
    decided_by: str = ""
    decided_when: str = ""
    is_open_question: bool = False
    """Whether it is stated that the decision isn't taken yet."""
    facts: str = ""
    """Background to read before answering."""
    how_considered: str = ""
    """What will be done with the answers."""
    privacy: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many are wanted with one answer to one question, at the most."""

    question: str
    value: str
    most: int


@dataclass(frozen=True)
class Survey:
    """A whole survey."""

    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    about: About = field(default_factory=About)
    is_anonymous: bool = True
    """Whether answers can't be linked to a person; otherwise they are kept with the person, in confidence."""
    areas: tuple[str, ...] = ()
    """Hub areas whose residents are asked; empty for all."""
    quotas: tuple[Quota, ...] = ()
    remind_days: int = 0
    """How many days before the end people are reminded, once; 0 for never."""
    versions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language (ISO 639-1) -> texts by the keys of `bot.domain.survey_languages`."""

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """The questions by their ids."""
        return {question.id: question for question in self.questions}
