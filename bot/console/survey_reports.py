"""Writes the report of a round: one for the hub with all numbers, one for everybody without small ones."""

from __future__ import annotations

from collections.abc import Sequence

from bot.console.survey_tables import drop_off_table
from bot.console.templating import show_day
from bot.db.models import SurveyOpening
from bot.domain.documents import Document, Section, Table
from bot.domain.survey_public_tables import HIDDEN
from bot.services.survey_openings import survey_of
from bot.services.survey_progress import RoundProgress

_TOLD = (("We asked", "asked"), ("You said", "said"), ("We did", "done"))


def write_public_report(opening: SurveyOpening, tables: Sequence[Table], threshold: int) -> Document:
    """What may be given to partners and to the public."""
    publication = opening.publication or {}
    told = tuple(Section(title, (publication[name],)) for title, name in _TOLD if publication.get(name))
    hidden = f"Numbers below {threshold} are hidden, with others that would tell them. {HIDDEN}"
    results = Section("What people answered", (hidden,), tuple(tables))
    return _document(opening, (_about(opening), *told, results))


def write_hub_report(opening: SurveyOpening, tables: Sequence[Table], progress: RoundProgress) -> Document:
    """Everything that was counted."""
    people = (
        f"{progress.responses:,} people answered, {progress.on_paper:,} of them on paper. "
        f"{progress.unfinished:,} began and didn't send."
    )
    notice = "For the hub only: small numbers are not hidden."
    results = Section("What people answered", (notice, people), tuple(tables))
    return _document(
        opening, (_about(opening), results, Section("On the way", (), (drop_off_table(progress),)))
    )


def _document(opening: SurveyOpening, sections: tuple[Section, ...]) -> Document:
    days = f"Open from {show_day(opening.opens_on)} to {show_day(opening.closes_on)}"
    return Document(survey_of(opening).title, days, sections, has_charts=True)


def _about(opening: SurveyOpening) -> Section:
    about = survey_of(opening).about
    decided = f"Decided by: {about.decided_by}" + (f", {about.decided_when}" if about.decided_when else "")
    told = (about.purpose, decided if about.decided_by else "", about.how_considered)
    return Section("What it was for", tuple(part for part in told if part))
