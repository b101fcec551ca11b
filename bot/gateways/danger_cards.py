"""Loads the cards that answer danger out of data/danger/cards/*.yml; broken files stop the start."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.domain.danger_cards import CardLanguage, DangerCards
from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_languages import ENGLISH
from bot.gateways.place_pack_yaml import LocatedYaml, read_yaml, validate

NUMBERS_FILE = "numbers.yml"

type _Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_DIGITS = re.compile(r"\d{2,}")


class _Number(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    number: _Words
    purpose: _Words
    source: _Words
    date_checked: datetime.date


class _NumbersFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    numbers: dict[str, _Number]


class _CardFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    not_happening: _Words
    cards: dict[DangerKind, Annotated[list[_Words], Field(min_length=2, max_length=2)]]


def load_danger_cards(folder: Path) -> DangerCards:
    """The cards of all languages in the folder, with the numbers filled in.

    Raises PlacePackError with file and line when a file is missing or broken, when a card is missing, or when
    it shows a number that is not in numbers.yml.
    """
    numbers_source = read_yaml(folder / NUMBERS_FILE)
    numbers = {name: number.number for name, number in validate(_NumbersFile, numbers_source).numbers.items()}
    languages: dict[str, CardLanguage] = {}
    for file in sorted(folder.glob("*.yml")):
        if file.name != NUMBERS_FILE:
            source = read_yaml(file)
            content = validate(_CardFile, source)
            languages[content.language] = _language(source, content, numbers)
    if ENGLISH not in languages:
        raise numbers_source.error("beside this file there are no English cards (en.yml)")
    return DangerCards(languages)


def _language(source: LocatedYaml, content: _CardFile, numbers: dict[str, str]) -> CardLanguage:
    for kind in DangerKind:
        if kind not in content.cards:
            raise source.error(f"the card for {kind.value} is missing", "cards")
    return CardLanguage(
        not_happening=content.not_happening,
        cards={
            kind: tuple(
                _filled(source, text, numbers, kind, position) for position, text in enumerate(messages)
            )
            for kind, messages in content.cards.items()
        },
    )


def _filled(source: LocatedYaml, text: str, numbers: dict[str, str], kind: DangerKind, position: int) -> str:
    spot = ("cards", kind.value, position)
    if _DIGITS.search(text):
        raise source.error("write numbers by their names in numbers.yml, in braces", *spot)
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in numbers]
    if unknown:
        raise source.error(f"there is no number called {unknown[0]!r} in {NUMBERS_FILE}", *spot)
    return _PLACEHOLDER.sub(lambda found: numbers[found[1]], text)
