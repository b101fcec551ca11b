"""The catalogues: what our sentences are in other languages. A sentence's English is its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.domain.danger_languages import ENGLISH
from bot.domain.spoken import spoken


class Catalogue(Protocol):
    """All sentences of one language; one that it lacks stays English."""

    def gettext(self, message: str, /) -> str:
        """The sentence in this language."""

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """The sentence in the form that goes with the number."""


class Catalogues:
    """Translates into the language that is being spoken."""

    def __init__(self, catalogues: Mapping[str, Catalogue] | None = None) -> None:
        """`catalogues` has one for each language but English, which needs none."""
        self._catalogues = dict(catalogues or {})

    @property
    def languages(self) -> tuple[str, ...]:
        """What residents can choose from (ISO 639-1), English first."""
        return (ENGLISH, *sorted(self._catalogues))

    def gettext(self, message: str) -> str:
        """The sentence in the spoken language."""
        catalogue = self._catalogues.get(spoken())
        return catalogue.gettext(message) if catalogue is not None and message else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The sentence in the spoken language, in the form that goes with the number."""
        catalogue = self._catalogues.get(spoken())
        if catalogue is None:
            return one if count == 1 else many
        return catalogue.ngettext(one, many, count)
