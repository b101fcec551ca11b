"""The sentences that only Telegram needs, and those about photos that the web has too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.channels.web.channel import LONGEST_TEXT
from bot.channels.web.words import read_problem_words

FILE = Path(__file__).parent / "words.yml"


class TelegramWords:
    """Says something, by name."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self._sentences = dict(sentences)

    def text(self, name: str) -> str:
        """The sentence of that name; raises KeyError for one that there isn't."""
        return self._sentences[name]


def read_words(photo_max_bytes: int) -> TelegramWords:
    """Read the sentences and fill in the limits."""
    problems = read_problem_words(LONGEST_TEXT, photo_max_bytes)
    photos = {code: problems.text(code) for code in problems.codes if code.startswith("photo_")}
    return TelegramWords({**photos, **yaml.safe_load(FILE.read_text(encoding="utf-8"))})
