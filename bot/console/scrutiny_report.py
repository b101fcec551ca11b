"""The overview-and-scrutiny report: what a council's committee reads in public, small numbers hidden."""

from __future__ import annotations

from collections.abc import Callable

from bot.console.figure_tables import Names, show_month
from bot.console.meeting_pack import compare
from bot.console.templating import show_day, show_key
from bot.domain.documents import Document, Section, Table, show
from bot.domain.figures import Times
from bot.domain.scrutiny import IN_TIME, OTHER, OVERDUE, SENSITIVE, ScrutinyFigures
from bot.domain.suppression import SafeTable

_NAMES = {
    SENSITIVE: "Sensitive matters (which ones is not shown)",
    OTHER: "Other areas",
    IN_TIME: "Open, within its time",
    OVERDUE: "Open, overdue",
}


def write_scrutiny_report(
    figures: ScrutinyFigures, names: Names, partnership: str, area: str, threshold: int
) -> Document:
    """The report as a document."""
    period = figures.period
    return Document(
        title="Overview and scrutiny report",
        subtitle=f"{partnership}: {area}, {show_day(period.first)} to {show_day(period.last)}",
        sections=(
            Section("In short", _in_short(figures)),
            Section(
                "What residents reported",
                tables=(
                    _table("kinds", "By category", "Category", figures.by_kind, names.category),
                    _areas(figures, names),
                    _table("months", "By month", "Month", figures.by_month, show_month),
                ),
            ),
            Section("Repeat places", tables=(_places(figures, names, threshold),)),
            Section(
                "You said, we did",
                (_you_said(figures),),
                (_table("standing", "How they stand today", "State", figures.by_standing, show_key),),
            ),
            Section("How long it takes", (_took(figures),)),
            Section("How to read these figures", (_reading(threshold),)),
        ),
    )


def _in_short(figures: ScrutinyFigures) -> tuple[str, ...]:
    if figures.total is None:
        return ("There are too few concerns in this period to say anything of them in public.",)
    said = [f"Residents reported {figures.total:,} concerns."]
    if figures.total_before is not None:
        said.append(compare(figures.total, figures.total_before))
    if figures.referrals is not None:
        said.append(
            f"The hubs made {figures.referrals:,} referrals and worked with {len(figures.partners)} partners."
        )
    return tuple(said)


def _table(key: str, title: str, column: str, safe: SafeTable | None, name: Callable[[str], str]) -> Table:
    if safe is None:
        return Table(key, title, (column, "Concerns"), (), "Too few to be shown.")
    counts = [
        (_NAMES.get(row) or name(row), cells[0]) for row, cells in zip(safe.rows, safe.counts, strict=True)
    ]
    summary = "A dash stands for a number that is hidden." if safe.hides_something else ""
    return Table(key, title, (column, "Concerns"), (*counts, ("All", safe.total)), summary)


def _areas(figures: ScrutinyFigures, names: Names) -> Table:
    rows = tuple((_NAMES.get(key) or names.area(key), number) for key, number in figures.by_area.items())
    return Table("areas", "By area", ("Area", "Concerns"), rows)


def _places(figures: ScrutinyFigures, names: Names, threshold: int) -> Table:
    rows = tuple((names.place(place), number) for place, number in figures.places.items())
    summary = f"Places that were named in {threshold} concerns or more; sensitive matters are left out."
    return Table("places", "Named again and again", ("Place", "Concerns"), rows, summary)


def _you_said(figures: ScrutinyFigures) -> str:
    safe = figures.by_standing
    shown = {row: counts[0] for row, counts in zip(safe.rows, safe.counts, strict=True)} if safe else {}
    resolved = shown.get("resolved")
    if figures.total is None or resolved is None:
        return "You told us what is wrong where you live. The table says how it ended."
    share = resolved / figures.total
    return f"You told us {figures.total:,} times what is wrong. We put {resolved:,} right ({share:.0%})."


def _took(figures: ScrutinyFigures) -> str:
    steps = {"Agencies answered": figures.acknowledging, "Concerns were closed": figures.resolving}
    return " ".join(_within(step, times) for step, times in steps.items())


def _within(step: str, times: Times | None) -> str:
    if times is None:
        return f"{step}: too few to be shown."
    return f"{step}: half within {show(times.median)} days, nine in ten within {show(times.ninetieth)} days."


def _reading(threshold: int) -> str:
    return (
        f"Numbers below {threshold} are hidden, and others with them where they could be worked out by "
        "subtracting. Small areas are put together. Only whole months are reported. "
        "The figures are what residents told the hubs; they are no count of crimes."
    )
