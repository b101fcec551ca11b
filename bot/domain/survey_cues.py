"""Tells words that move about in a survey from words that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

_AROUND = " .!?,"


class SurveyWish(StrEnum):
    """What somebody wants instead of answering the question."""

    PAUSE = "pause"
    BACK = "back"
    SKIP = "skip"
    DECLINE = "decline"
    SEND = "send"


class SurveyCues:
    """The whole messages that say so, in any language of the product."""

    def __init__(self, phrases: Mapping[SurveyWish, frozenset[str]]) -> None:
        self._wishes = {_plain(phrase): wish for wish, some in phrases.items() for phrase in some}

    def find(self, text: str) -> SurveyWish | None:
        """The wish, where it is all that was written."""
        return self._wishes.get(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split()).strip(_AROUND)
