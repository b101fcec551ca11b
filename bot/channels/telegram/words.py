"""The sentences that only Telegram needs, and those about photos that the web has too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.channels.web.channel import LONGEST_TEXT
from bot.channels.web.words import ProblemWords, read_problem_words
from bot.domain.catalogues import Catalogues

FILE = Path(__file__).parent / "words.yml"


class TelegramWords:
    """Says something, by name, in the spoken language."""

    def __init__(self, sentences: Mapping[str, str], catalogues: Catalogues) -> None:
        self._sentences = dict(sentences)
        self._problems: ProblemWords | None = None
        self.catalogues = catalogues

    def text(self, name: str) -> str:
        """The sentence of that name; raises KeyError for one that there isn't."""
        if self._problems is not None and name in self._problems.codes:
            return self._problems.text(name)
        return self.catalogues.gettext(self._sentences[name])

    @classmethod
    def read(cls, photo_max_bytes: int, catalogues: Catalogues) -> TelegramWords:
        """The sentences of the channel, and those about photos, with their limits filled in."""
        words = cls(yaml.safe_load(FILE.read_text(encoding="utf-8")), catalogues)
        words._problems = read_problem_words(LONGEST_TEXT, photo_max_bytes, catalogues)
        return words
