"""Conversations written down in YAML: what a resident says, and what has to come back for it.

A file under `told/` is a list of conversations. Each has a name (`conversation`) and turns (`talk`):

  say | press | share | payload   what the resident does: words, a button's title, [latitude, longitude],
                                  or a button of an older answer
  asks      the phrase of domain.yml that the answer ends with, without `utter_`
  hears     phrases that must be in the answer
  words     words that must be in the answer, in whatever case
  unsaid    words or phrases (`=name`) that must not be
  buttons   titles of all choices, in order; `buttons_of` a phrase's own
  danger    true where the answer has to be a card for danger
  language  the language of the answer, when it isn't English
  files     what is stored: category, lead, partners, and any column or fact of the concern
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

TOLD = Path(__file__).with_name("told")


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that the resident does, and what has to come back."""

    say: str | None = None
    press: str | None = None
    share: list[float] | None = None
    payload: str | None = None
    asks: str | None = None
    hears: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    buttons: list[str] | None = None
    buttons_of: str | None = None
    danger: bool = False
    files: dict[str, Any] | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        deeds = (self.say, self.press, self.share, self.payload)
        if sum(deed is not None for deed in deeds) != 1:
            raise ValueError(f"a turn has one of say, press, share and payload: {self}")

    def __str__(self) -> str:
        return f"{self.say or self.press or self.payload or self.share}"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation."""

    name: str
    turns: tuple[Turn, ...]
    is_typed: bool = False
    """Every button's title is typed instead of pressed."""

    @property
    def has_buttons(self) -> bool:
        """Whether a button is pressed in it, so that it can be typed as well."""
        return any(turn.press is not None for turn in self.turns)


def read_conversations(*names: str) -> list[Conversation]:
    """The conversations of the files with these names, each with buttons also as a typed one."""
    found = []
    for name in names:
        for entry in yaml.safe_load((TOLD / f"{name}.yml").read_text(encoding="utf-8")):
            turns = tuple(Turn(**turn) for turn in entry["talk"])
            told = Conversation(entry["conversation"], turns)
            found.append(told)
            if told.has_buttons:
                found.append(Conversation(f"{told.name} (typed)", turns, is_typed=True))
    return found
