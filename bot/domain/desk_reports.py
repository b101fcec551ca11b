"""Reports that staff take for somebody: what their form asks, and what is wrong with what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self

BY_HAND = "by_hand"
"""The channel of people whom staff tell themselves how their report stands."""
LONGEST_WORDS, LONGEST_ANSWER = 4000, 200
A_PERSON = "person"
"""Choice of a category: somebody at the hub is to decide."""


class Source(StrEnum):
    """How a report came to the desk; stands as the channel of its concern."""

    TELEPHONE = "telephone"
    WALK_IN = "walk_in"
    PARTNER = "partner"
    """By the referral form of an agency."""


@dataclass(frozen=True, slots=True)
class DeskReport:
    """What was filled in, each field as text; empty where nothing was said."""

    source: str = ""
    agency: str = ""
    """Id of the agency that refers it."""
    words: str = ""
    """What the person told, in their words where that can be had."""
    category: str = ""
    """Value of a Category, `A_PERSON`, or empty to have the words understood."""
    place: str = ""
    place_choice: str = ""
    """Which of several places of that name, by number."""
    area: str = ""
    """Hub area, where the place is in no list."""
    whereabouts: str = ""
    happened: str = ""
    ongoing: str = ""
    tenure: str = ""
    landlord: str = ""
    land: str = ""
    hazard: str = ""
    vehicle: str = ""
    hate: str = ""
    under_18: str = ""
    consent: str = ""
    """Whether the person agrees that it goes beyond the hub."""
    contact: str = ""
    anonymous: str = ""
    language: str = "en"
    safe: str = ""
    """Whoever fills it in saw that the words tell of danger, and has dealt with it."""

    @classmethod
    def names(cls) -> list[str]:
        """The form's fields."""
        return [field.name for field in fields(cls)]

    @classmethod
    def from_form(cls, typed: Mapping[str, str]) -> Self:
        """What was filled in; fields of other forms are left out."""
        return cls(**{name: typed[name] for name in cls.names() if name in typed})


def find_problems(report: DeskReport, agencies: frozenset[str]) -> dict[str, str]:
    """Field -> what is wrong with it, in words for who filled it in; `agencies` are those that refer."""
    problems = {}
    if report.source not in set(Source):
        problems["source"] = "choose how it reached you"
    if report.source == Source.PARTNER and report.agency not in agencies:
        problems["agency"] = "choose the agency that refers it"
    if not any(character.isalnum() for character in report.words):
        problems["words"] = "write what they told you"
    elif len(report.words) > LONGEST_WORDS:
        problems["words"] = f"use {LONGEST_WORDS} characters or fewer: these are {len(report.words)}"
    for name in ("place", "whereabouts", "happened", "vehicle", "contact"):
        if len(getattr(report, name)) > LONGEST_ANSWER:
            problems[name] = f"use {LONGEST_ANSWER} characters or fewer"
    if report.anonymous and report.contact:
        problems["contact"] = "leave the contact out, or untick that they want to stay anonymous"
    return problems


def yes_or_no(text: str) -> bool | None:
    """An answer of the form; None where nothing was said."""
    return {"yes": True, "no": False}.get(text)
