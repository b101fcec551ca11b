"""Follow-ups: what residents are asked some weeks after a case was closed, and figures of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.suppression import CountTable, SafeTable, suppress

FIRST_HOUR, LAST_HOUR = 9, 19
"""Nobody is asked at night: from the first hour until before the last one, by the clock of England."""
NO_ANSWER = "no_answer"


class FollowUpAnswer(StrEnum):
    """What the resident said of the problem."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    UNKNOWN = "unknown"


class Informed(StrEnum):
    """How well they were kept informed, the best first."""

    VERY_WELL = "very_well"
    WELL = "well"
    NEITHER = "neither"
    BADLY = "badly"
    VERY_BADLY = "very_badly"


def is_good_hour(moment: datetime) -> bool:
    """Whether somebody may be asked at that moment, which is in the place's own time."""
    return FIRST_HOUR <= moment.hour < LAST_HOUR


@dataclass(frozen=True, slots=True)
class FollowUpFigures:
    """Who was asked about cases closed in a period, and what they said."""

    answers: Mapping[str, int]
    """Answer, or `no_answer` -> people."""
    informed: Mapping[str, int]
    """Of those who said it."""

    def safe_answers(self, threshold: int) -> SafeTable | None:
        """Answers without small numbers; None where too few people were asked."""
        return _safe(self.answers, [*FollowUpAnswer, NO_ANSWER], threshold)

    def safe_informed(self, threshold: int) -> SafeTable | None:
        """How well they were kept informed, likewise."""
        return _safe(self.informed, list(Informed), threshold)


def _safe(counts: Mapping[str, int], rows: list[str], threshold: int) -> SafeTable | None:
    table = CountTable(tuple(map(str, rows)), ("all",), tuple((counts.get(row, 0),) for row in rows))
    return suppress(table, threshold) if table.total >= threshold else None
