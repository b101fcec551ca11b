"""The cards that answer danger, in the languages that residents speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_languages import ENGLISH

#: What the button of every card says to the bot.
NOT_HAPPENING = "/not_happening_now"


@dataclass(frozen=True, slots=True)
class CardLanguage:
    """All cards in one language."""

    not_happening: str
    """Words of the button by which the person says that it isn't happening now."""
    cards: Mapping[DangerKind, tuple[str, ...]]
    """Kind -> its short messages, whom to call first."""


@dataclass(frozen=True, slots=True)
class DangerCards:
    """The cards of all languages; English is always among them."""

    languages: Mapping[str, CardLanguage]

    def messages(self, kind: DangerKind, language: str) -> tuple[str, ...]:
        """The card's messages: in English two; else one in the language and the same in English below it."""
        if language == ENGLISH or language not in self.languages:
            return self.languages[ENGLISH].cards[kind]
        return tuple("\n\n".join(self.languages[spoken].cards[kind]) for spoken in (language, ENGLISH))

    def known(self, language: str) -> str:
        """The language, or English where it has no card."""
        return language if language in self.languages else ENGLISH

    def button(self, language: str) -> str:
        """The words of the button."""
        return self.languages.get(language, self.languages[ENGLISH]).not_happening
