"""Knows the short answers of other languages, such as `tak`, which a model of English can't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_AROUND = " .,!?'\"’„”"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """What a short answer means."""

    intent: str
    language: str
    """The language that it is said in (ISO 639-1)."""


class ShortWords:
    """Whole messages that mean what a button means."""

    def __init__(self, answers: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """`answers` has intent -> language -> words; raises ValueError when two intents share a word."""
        self._answers: dict[str, ShortAnswer] = {}
        for intent, spoken in answers.items():
            for language, words in spoken.items():
                for word in words:
                    known = self._answers.setdefault(_plain(word), ShortAnswer(intent, language))
                    if known.intent != intent:
                        raise ValueError(f"{word!r} means both {known.intent} and {intent}")

    def find(self, text: str) -> ShortAnswer | None:
        """What the whole message means, or None."""
        return self._answers.get(_plain(text)) if len(text) <= _LONGEST else None


def _plain(text: str) -> str:
    return " ".join(text.strip(_AROUND).replace(",", " ").replace("’", "'").casefold().split())
