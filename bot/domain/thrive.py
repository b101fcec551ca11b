"""THRIVE prompts: what staff are asked to think about on a case, each with its reason, and never a score.

The College of Policing's THRIVE looks at threat, harm, risk, investigation, vulnerability and engagement.
Prompts guide and decide nothing: two of them are not worse than one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.cue_phrases import CuePhrase, PhraseIndex, list_clauses


class Element(StrEnum):
    """What a prompt is about, in the order in which they are gone through."""

    THREAT = "threat"
    HARM = "harm"
    RISK = "risk"
    INVESTIGATION = "investigation"
    VULNERABILITY = "vulnerability"
    ENGAGEMENT = "engagement"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to think about."""

    key: str
    element: Element
    because: str
    """The reason, taken from the report or its history."""
    ask: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What prompts are taken from; history as far as who looks may see it."""

    text: str
    category: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    """Facts that routing looked at."""
    is_ongoing: bool = False
    is_anonymous: bool = False
    can_be_reached: bool = True
    language: str = "en"
    photos: int = 0
    others_by_person: int = 0
    others_near: int = 0
    duplicates: int = 0
    was_closed: bool = False
    danger_heard: bool = False
    lacks_consent: bool = False


def _fact(name: str) -> Callable[[CaseFacts], int]:
    return lambda case: int(case.facts.get(name) is True)


#: Key of a prompt -> how many times there is reason for it; 0 for none.
FACT_RULES: Mapping[str, Callable[[CaseFacts], int]] = {
    "danger_heard": lambda case: int(case.danger_heard),
    "ongoing": lambda case: int(case.is_ongoing),
    "hate": lambda case: int(_fact("hate")(case) or case.category == "hate_crime"),
    "domestic_abuse": lambda case: int(case.category == "domestic_abuse"),
    "hazard": lambda case: int(case.facts.get("hazard") not in (None, "none")),
    "repeat_person": lambda case: case.others_by_person,
    "repeat_place": lambda case: case.others_near,
    "followed": lambda case: case.duplicates,
    "reopened": lambda case: int(case.was_closed),
    "photos": lambda case: case.photos,
    "vehicle": lambda case: int(bool(case.facts.get("vehicle"))),
    "under_18": _fact("under_18"),
    "vulnerable": _fact("vulnerable"),
    "anonymous": lambda case: int(case.is_anonymous),
    "no_way_back": lambda case: int(not case.can_be_reached and not case.is_anonymous),
    "other_language": lambda case: int(case.language != "en"),
    "no_consent": lambda case: int(case.lacks_consent),
}


@dataclass(frozen=True, slots=True)
class ThriveCues:
    """The prompts there are, and the words that give reason for some of them."""

    by_fact: Mapping[str, Prompt]
    """One for each of FACT_RULES; `{n}` in its reason is how many."""
    by_words: Mapping[Prompt, Sequence[CuePhrase]]
    negations: Sequence[CuePhrase]

    def find(self, case: CaseFacts) -> list[Prompt]:
        """What there is reason to think about, in the order of THRIVE; words that are denied are none."""
        counted = {key: rule(case) for key, rule in FACT_RULES.items()}
        prompts = [
            Prompt(key, prompt.element, prompt.because.format(n=counted[key]), prompt.ask)
            for key, prompt in self.by_fact.items()
            if counted[key]
        ]
        said = PhraseIndex(self.by_words, self.negations).find(list_clauses(case.text))
        prompts += [prompt for prompt in self.by_words if prompt in said]
        order = list(Element)
        return sorted(prompts, key=lambda prompt: order.index(prompt.element))
