"""Writes the strategic assessment pack: residents' priorities by area against concerns received."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.console.templating import show_day
from bot.domain.assessment import AreaAssessment, Difference, Priority
from bot.domain.documents import Cell, Document, Section, Table
from bot.domain.figures import Period

_COLUMNS = (
    "Answer",
    "People who named it",
    "Share (%)",
    "Rank",
    "Concerns received",
    "Rank of concerns",
    "Year before",
    "Change (%)",
)


@dataclass(frozen=True, slots=True)
class AssessmentPack:
    """Everything that the pack is made of."""

    survey: str
    question: str
    is_ranking: bool
    """Whether people are counted by what they put first."""
    closed_on: date
    period: Period
    areas: Sequence[AreaAssessment]
    names: Mapping[str, str]
    """Areas by their keys; the empty one is all of them."""
    threshold: int
    has_before: bool
    """Whether records reach back to the year before."""


def write_assessment_pack(pack: AssessmentPack, partnership: str) -> Document:
    """The pack as a document."""
    period = pack.period
    return Document(
        title="Strategic assessment pack",
        subtitle=f"{partnership}: residents' priorities by area against concerns received, "
        f"{show_day(period.first)} to {show_day(period.last)}",
        sections=(
            Section("What was asked", _asked(pack)),
            *(_section(pack, one) for one in pack.areas),
            Section("How to read these figures", _reading(pack)),
        ),
    )


def assessment_table(pack: AssessmentPack) -> Table:
    """Every area in one table, for a file."""
    rows = tuple(
        (pack.names[one.area], *_cells(priority)) for one in pack.areas for priority in one.priorities
    )
    return Table("assessment", "Strategic assessment", ("Area", *_COLUMNS), rows)


def _asked(pack: AssessmentPack) -> tuple[str, ...]:
    said = f"“{pack.question}” in the survey “{pack.survey}”, which closed on {show_day(pack.closed_on)}."
    return (said, "People are counted by what they put first.") if pack.is_ranking else (said,)


def _section(pack: AssessmentPack, one: AreaAssessment) -> Section:
    table = Table(
        f"assessment-{one.area or 'all'}",
        f"Priorities and concerns: {pack.names[one.area]}",
        _COLUMNS,
        tuple(_cells(priority) for priority in one.priorities),
    )
    return Section(pack.names[one.area], (_people(one), *_differences(one)), (table,))


def _cells(one: Priority) -> tuple[Cell, ...]:
    return (
        one.title,
        one.named,
        one.share,
        one.named_rank,
        one.concerns,
        one.concerns_rank,
        one.before,
        one.change,
    )


def _people(one: AreaAssessment) -> str:
    if one.people is None:
        return "What people answered here can't be shown apart: there are too few."
    first = [priority.title for priority in one.priorities if priority.named_rank == 1]
    named = f" Named most: {', '.join(first)}." if any(p.named for p in one.priorities) else ""
    return f"{one.people:,} people were asked.{named}"


def _differences(one: AreaAssessment) -> tuple[str, ...]:
    found = one.list_differences()
    if found:
        return tuple(_in_words(difference) for difference in found)
    if one.compared < 2:
        return ("There are too few numbers to compare what people named with concerns.",)
    return ("What people named and the concerns received come in much the same order.",)


def _in_words(one: Difference) -> str:
    more = one.named_place < one.concerns_place
    told = "people name it more than they report it" if more else "people report it more than they name it"
    return (
        f"{one.title}: number {one.named_place} of {one.of} for people, "
        f"number {one.concerns_place} by concerns: {told}."
    )


def _reading(pack: AssessmentPack) -> tuple[str, ...]:
    return (
        f"A dash stands for a number that is hidden or that there isn't. Numbers below {pack.threshold} are "
        "hidden, and others with them where they could be worked out by subtracting. Small areas aren't "
        "shown apart. Only whole months are counted.",
        "A rank is a place among the numbers that are shown. Differences are said for answers that have both "
        "numbers, where they are two places or more apart.",
        "Of sensitive matters only how many concerns there are is shown, from the threshold on, and no rank. "
        "Concerns of another category that were marked as sensitive aren't in its number.",
        *(() if pack.has_before else ("Records don't reach back to the year before.",)),
        "Those who answer a survey aren't drawn by lot, and concerns are what residents told the hubs: "
        "neither counts crimes.",
    )
