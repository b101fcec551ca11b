"""Says in words whether differences in survey results could be chance, and how big they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: p below it -> how unlikely the difference is if nothing but chance is at work.
_UNLIKELY = ((0.001, "less than 1 in 1,000"), (0.01, "less than 1 in 100"), (0.05, "less than 1 in 20"))
_SURE = 0.05
_FEW = 50
"""With fewer people a handful of other answers could turn a finding around."""
# Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, table 7.2.3: w of 0.1, 0.3 and 0.5.
_STRENGTHS = ((0.5, "strong"), (0.3, "moderate"), (0.1, "weak"))
CAUTION = (
    "A link doesn't say that one thing causes the other. People chose to answer, they weren't drawn by lot, "
    "so take this as a guide. If you look at many pairs, about 1 in 20 looks like a link by chance alone."
)


class Method(StrEnum):
    """The test that was used."""

    CHI_SQUARED = "chi-squared test"
    FISHER = "Fisher's exact test"
    """Where some counts are too small for the other."""


@dataclass(frozen=True, slots=True)
class Association:
    """How two questions go together."""

    people: int
    method: Method
    p: float
    """How likely a difference at least so great is by chance alone."""
    strength: float
    """Cramér's V, 0 to 1."""
    least_side: int
    """The smaller number of rows and columns; the measure of what is strong depends on it."""
    is_thin: bool
    """Whether some counts are so small that a few people more could turn it around."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a share changed, in percentage points, with a 95 % interval."""

    points: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether no change at all lies outside the interval."""
        return self.low > 0 or self.high < 0


def say_association(found: Association | None) -> tuple[str, ...]:
    """Sentences for staff; one that says so where nothing can be tested."""
    if found is None:
        return ("There aren't two different answers on both sides yet, so nothing can be compared.",)
    by = f"Tested with {found.people:,} people by {found.method.value}."
    said = [*_evidence(found), by]
    if found.is_thin or found.people < _FEW:
        said.append("Few people gave some of these answers: a handful more could turn this around.")
    return (*said, CAUTION)


def _evidence(found: Association) -> list[str]:
    chance = next((words for limit, words in _UNLIKELY if found.p < limit), None)
    if chance is None:
        return ["No clear link: differences like these can easily come about by chance."]
    # Cohen's w is V times the root of the smaller side less one.
    width = found.strength * (found.least_side - 1) ** 0.5
    strength = next((words for least, words in _STRENGTHS if width >= least), "very weak")
    return [
        f"There is a link, and it is {strength} (Cramér's V {found.strength:.2f}).",
        f"By chance alone a difference like this comes about {chance} times.",
    ]


def say_difference(found: Difference | None) -> str:
    """One phrase for a table: up, down, or not to be told from chance."""
    if found is None:
        return "Can't be compared"
    if not found.is_sure:
        return "Could be chance"
    least, most = sorted((abs(found.low), abs(found.high)))
    way = "Up" if found.points > 0 else "Down"
    return f"{way}, by {least:.0f} to {most:.0f} points"
