"""The hub meeting pack: what agencies around one table talk about, without anything that names a resident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.console.figure_tables import Names, places_table, times_table
from bot.console.templating import show_day, show_key
from bot.domain.documents import Cell, Document, Section, Table
from bot.domain.figures import FiguredConcern, Figures, change, count

_MOST_LISTED = 40
_DONE_WELL = frozenset({"resolved", "partly"})


@dataclass(frozen=True, slots=True)
class MeetingPack:
    """Everything that the pack is made of."""

    figures: Figures
    """Of concerns filed in the period."""
    filed: Sequence[FiguredConcern]
    closed: Sequence[FiguredConcern]
    """Those closed in the period."""
    open: Sequence[FiguredConcern]
    """Those open today, whenever they were filed."""
    today: date
    area: str
    """Name of the area, or of all of them."""


def write_meeting_pack(pack: MeetingPack, names: Names) -> Document:
    """The pack as a document."""
    period = pack.figures.period
    return Document(
        title="Hub meeting pack",
        subtitle=f"{pack.area}, {show_day(period.first)} to {show_day(period.last)}. "
        "For the meeting only: small numbers are not hidden here.",
        sections=(
            Section("In short", _in_short(pack)),
            Section("New", tables=(_new(pack, names),)),
            Section("Repeat places", tables=(places_table(pack.figures, names),)),
            _unacknowledged(pack, names),
            _overdue(pack, names),
            Section("Done", tables=(_done(pack), times_table(pack.figures))),
            Section("You said, we did", tables=(_you_said(pack, names),)),
        ),
    )


def compare(total: int, before: int | None) -> str:
    """How a total stands to that of the year before, as a sentence."""
    grown = change(total, before)
    if before is None or grown is None:
        return "There is nothing to compare it with in the same period of the year before."
    if total == before:
        return f"That is as many as in the same period of the year before ({before:,})."
    return (
        f"That is {'up' if grown > 0 else 'down'} {abs(grown):.1f} % "
        f"on the same period of the year before ({before:,})."
    )


def _in_short(pack: MeetingPack) -> tuple[str, ...]:
    figures = pack.figures
    waiting = sum(concern.waits_for_answer for concern in pack.open)
    overdue = sum(concern.is_overdue(pack.today) for concern in pack.open)
    return (
        f"New concerns: {figures.total:,}. {compare(figures.total, figures.total_before)}",
        f"Referrals: {figures.referrals:,}, to {len(figures.partners)} partners besides the hub.",
        f"Closed: {len(pack.closed):,}. Open today: {len(pack.open):,}, of which {overdue:,} are overdue "
        f"and {waiting:,} were not acknowledged by their agency.",
    )


def _new(pack: MeetingPack, names: Names) -> Table:
    rows = tuple((names.category(key), number) for key, number in pack.figures.by_category.items())
    return Table("new", "New concerns by category", ("Category", "Concerns"), rows)


def _unacknowledged(pack: MeetingPack, names: Names) -> Section:
    waiting = [concern for concern in pack.open if concern.waits_for_answer]
    return _list_cases("Not acknowledged", waiting, "Days waiting", lambda c: c.filed_on, pack, names)


def _overdue(pack: MeetingPack, names: Names) -> Section:
    overdue = [concern for concern in pack.open if concern.is_overdue(pack.today)]
    return _list_cases("Overdue", overdue, "Days over", lambda c: c.target_on, pack, names)


def _list_cases(
    title: str,
    cases: Sequence[FiguredConcern],
    column: str,
    since: Callable[[FiguredConcern], date],
    pack: MeetingPack,
    names: Names,
) -> Section:
    """The longest waiting ones; of sensitive ones only how many there are."""
    listed = sorted((one for one in cases if not one.is_sensitive), key=since)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            names.category(one.category),
            names.place(one.place_id) if one.place_id else names.area(one.hub_area),
            names.agency(one.lead) if one.lead else None,
            (pack.today - since(one)).days,
        )
        for one in listed[:_MOST_LISTED]
    )
    hidden = len(cases) - len(listed)
    said = f"{len(cases):,} today, of which {hidden:,} are sensitive and not listed."
    if len(listed) > _MOST_LISTED:
        said += f" The {_MOST_LISTED} longest waiting of the others are listed."
    columns = ("Category", "Place", "Agency in charge", column)
    return Section(title, (said,), (Table(_key(title), f"{title}, longest first", columns, rows),))


def _done(pack: MeetingPack) -> Table:
    outcomes = count(pack.closed, lambda concern: concern.outcome)
    rows = tuple((show_key(key), number) for key, number in outcomes.items())
    return Table("done", "Closed in the period, by outcome", ("Outcome", "Concerns"), rows)


def _you_said(pack: MeetingPack, names: Names) -> Table:
    closed = Counter(concern.category for concern in pack.closed)
    well = Counter(concern.category for concern in pack.closed if concern.outcome in _DONE_WELL)
    told = Counter(concern.category for concern in pack.filed)
    keys = sorted({*told, *closed}, key=lambda key: (-told[key], -closed[key], key))
    rows = tuple((names.category(key), told[key], closed[key], well[key]) for key in keys)
    columns = ("You told us about", "New", "We closed", "Put right, at least in part")
    return Table("you_said", "What was told and what was done", columns, rows)


def _key(title: str) -> str:
    return title.lower().replace(" ", "_")
