"""Loads the prompts of data/cues/thrive.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.cue_phrases import CuePhrase
from bot.domain.thrive import FACT_RULES, Element, Prompt, ThriveCues
from bot.gateways.place_pack_agencies import Slug, Words
from bot.gateways.place_pack_yaml import read_yaml, validate

THRIVE_CUES = "thrive.yml"

type _Phrases = Annotated[list[Words], Field(min_length=1)]


class _FactPrompt(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    element: Element
    because: Words
    ask: Words


class _WordPrompt(_FactPrompt):
    key: Slug
    phrases: _Phrases


class _ThriveFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    negations: _Phrases
    facts: dict[Slug, _FactPrompt]
    words: list[_WordPrompt]


def load_thrive_cues(file: Path) -> ThriveCues:
    """The prompts; raises PlacePackError for a file that is broken, or lacks one that a rule needs."""
    source = read_yaml(file)
    content = validate(_ThriveFile, source)
    wrong = set(content.facts) ^ set(FACT_RULES)
    if wrong:
        raise source.error(
            f"expected a prompt for each rule and no other: {', '.join(sorted(wrong))}", "facts"
        )
    return ThriveCues(
        by_fact={key: Prompt(key, one.element, one.because, one.ask) for key, one in content.facts.items()},
        by_words={
            Prompt(one.key, one.element, one.because, one.ask): [CuePhrase.parse(p) for p in one.phrases]
            for one in content.words
        },
        negations=[CuePhrase.parse(phrase) for phrase in content.negations],
    )
