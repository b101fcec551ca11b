"""The sentences that residents read, by name and in their language, with the words in braces filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.catalogues import Catalogues
from bot.domain.replies import Button, Reply
from bot.errors import LocalFocusError

PREFIX = "utter_"


class UnknownPhraseError(LocalFocusError):
    """There is no such sentence, or it asks for a word that nobody filled in."""


class Phrases:
    """Says the responses of a Rasa domain."""

    def __init__(
        self,
        responses: Mapping[str, list[dict[str, Any]]],
        common: Mapping[str, str],
        catalogues: Catalogues | None = None,
    ) -> None:
        """`common` are words that any sentence may use, such as the hub's name."""
        self.catalogues = catalogues or Catalogues()
        self._responses = responses
        self._common = dict(common)

    def __contains__(self, name: str) -> bool:
        return PREFIX + name in self._responses

    @property
    def names(self) -> frozenset[str]:
        """The names of all sentences, without `utter_`."""
        return frozenset(name.removeprefix(PREFIX) for name in self._responses)

    def text(self, name: str, /, **words: str | int) -> str:
        """The sentence called `utter_<name>` with {words} filled in; raises UnknownPhraseError."""
        return self._fill(name, self.catalogues.gettext(self._written(name)), words)

    def common(self, word: str) -> str:
        """A word that any sentence may use; empty for one that the place hasn't."""
        return self._common.get(word, "")

    def translate(self, sentence: str) -> str:
        """A sentence of the place pack in the spoken language."""
        return self.catalogues.gettext(sentence)

    def count(self, name: str, number: int, word: str) -> str:
        """`utter_<name>_one` or `utter_<name>_many`, as the language has it, with the number as {word}.

        Raises UnknownPhraseError.
        """
        one, many = self._written(f"{name}_one"), self._written(f"{name}_many")
        return self._fill(name, self.catalogues.ngettext(one, many, number), {word: number})

    def _fill(self, name: str, template: str, words: Mapping[str, str | int]) -> str:
        try:
            return template.format_map({**self._common, **words})
        except (KeyError, IndexError, ValueError) as error:
            raise UnknownPhraseError(f"utter_{name} needs a word that nobody gave: {error}") from None

    def buttons(self, name: str) -> tuple[Button, ...]:
        """The choices that come with the sentence; raises UnknownPhraseError."""
        return tuple(
            Button(self.catalogues.gettext(str(button["title"])), str(button["payload"]))
            for button in self._response(name).get("buttons", ())
        )

    def reply(self, name: str, buttons: tuple[Button, ...] | None = None, /, **words: str | int) -> Reply:
        """The sentence with its own choices, or with the given ones; raises UnknownPhraseError."""
        return Reply(self.text(name, **words), self.buttons(name) if buttons is None else buttons)

    def _written(self, name: str) -> str:
        return str(self._response(name)["text"])

    def _response(self, name: str) -> dict[str, Any]:
        try:
            return self._responses[PREFIX + name][0]
        except (KeyError, IndexError):
            raise UnknownPhraseError(f"there is no response utter_{name}") from None
