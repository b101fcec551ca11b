"""Publishing results: chosen questions, after suppression, with what was asked, said and done."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import OpeningState, SurveyOpening, SurveyResponse
from bot.domain.documents import Table
from bot.domain.staff import Actor
from bot.domain.survey_public_crossings import Puzzle, cross_safely, list_crossable, make_puzzle
from bot.domain.survey_public_tables import document_table
from bot.domain.survey_publishing import PublicTable, publish
from bot.domain.surveys import Given
from bot.errors import SurveyError
from bot.services.audit import AuditService
from bot.services.survey_openings import survey_of
from bot.services.survey_quotes import SurveyQuoteService

TOLD = ("asked", "said", "done")
type Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown publicly."""

    questions: Sequence[str] = ()
    crossings: Sequence[Pair] = ()
    """Two questions each, whose answers are shown against each other."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What was `asked`, `said` and `done`."""


@dataclass(frozen=True, slots=True)
class SurveyPublicationService:
    """Counts answers, and writes what is shown publicly."""

    audit: AuditService
    titles: Mapping[str, str]
    """Areas, yes and no by what answers are kept as."""
    threshold: int
    """Counts below it are hidden."""
    find_bounds: Callable[[Puzzle], list[tuple[int, int]]]
    """What hidden counts can be, for somebody who tries to work them out."""
    draw_chart: Callable[[Table], bytes]
    quotes: SurveyQuoteService

    def list_answers(self, session: Session, opening: SurveyOpening) -> list[dict[str, Given]]:
        """What everybody answered, in no order."""
        found = session.scalars(
            select(SurveyResponse.answers)
            .where(SurveyResponse.opening_id == opening.id)
            .order_by(SurveyResponse.id)
        )
        return [{name: Given.from_json(given) for name, given in answers.items()} for answers in found]

    def make_safe(self, session: Session, opening: SurveyOpening) -> list[PublicTable]:
        """What may be shown to anybody: each question, and the crossings that were published.

        Nothing before the end: what changes from day to day tells who answered in between.
        """
        if opening.state in {OpeningState.PLANNED, OpeningState.OPEN}:
            return []
        answers = self.list_answers(session, opening)
        tables = publish(survey_of(opening), answers, self.titles, self.threshold)
        stored = (opening.publication or {}).get("crossings", [])
        return tables + [PublicTable.from_json(one) for one in stored]

    def list_crossable(self, session: Session, opening: SurveyOpening) -> list[PublicTable]:
        """Questions that can be shown against each other."""
        return list_crossable(survey_of(opening), self.make_safe(session, opening))

    def publish(self, session: Session, actor: Actor, opening: SurveyOpening, wanted: Wanted) -> None:
        """Show chosen questions publicly.

        Raises SurveyError for a round that isn't closed, and for a crossing that could give away a number.
        """
        if opening.state in {OpeningState.PLANNED, OpeningState.OPEN}:
            raise SurveyError("Close the survey first.")
        # What was shown once is known for good: a crossing that was taken back still counts.
        before = (opening.publication or {}).get("crossings", [])
        pairs = list(dict.fromkeys((*(_pair_of(one) for one in before), *wanted.crossings)))
        safe = {table.question: table for table in self.make_safe(session, opening)}
        answers = self.list_answers(session, opening)
        crossings = [self._cross(opening, answers, safe, pair) for pair in _each_once(pairs)]
        opening.publication = {
            "title": survey_of(opening).title,
            "tables": [self._drawn(safe[name]) for name in safe if name in wanted.questions],
            "words": self.quotes.quote(session, opening, wanted.questions, list(safe.values())),
            "crossings": [self._drawn(table) for table in crossings],
            **{name: wanted.told.get(name, "") for name in TOLD},
        }
        opening.state = OpeningState.PUBLISHED
        subject = ("survey_opening", str(opening.id))
        shown = [*wanted.questions, *(table.question for table in crossings)]
        self.audit.record(session, actor, "survey.publish", subject, after={"questions": shown})

    def list_published(self, session: Session) -> Sequence[SurveyOpening]:
        """What is shown publicly, the newest first."""
        published = SurveyOpening.state == OpeningState.PUBLISHED
        return session.scalars(select(SurveyOpening).where(published).order_by(SurveyOpening.id.desc())).all()

    def find_published(self, session: Session, opening_id: int) -> dict[str, Any] | None:
        """What is shown of one round."""
        opening = session.get(SurveyOpening, opening_id)
        if opening is None or opening.state != OpeningState.PUBLISHED:
            return None
        return opening.publication

    def _drawn(self, table: PublicTable) -> dict[str, Any]:
        """The table with its chart, drawn once so that visitors can't keep the hub busy with drawing."""
        shown = document_table(table)
        svg = self.draw_chart(shown) if shown.chart else b""
        return {**table.to_json(), "chart": base64.b64encode(svg).decode("ascii")}

    def _cross(
        self,
        opening: SurveyOpening,
        answers: Sequence[Mapping[str, Given]],
        safe: Mapping[str, PublicTable],
        pair: Pair,
    ) -> PublicTable:
        survey = survey_of(opening)
        crossable = {table.question: table for table in list_crossable(survey, list(safe.values()))}
        if pair[0] not in crossable or pair[1] not in crossable:
            raise SurveyError("One of these questions can't be shown against another.")
        tables = crossable[pair[0]], crossable[pair[1]]
        found = cross_safely(survey, answers, self.threshold, tables)
        if found is None or not self._holds(make_puzzle(tables, found)):
            raise SurveyError(f"Too few people answered to show “{tables[0].title}” by “{tables[1].title}”.")
        return found

    def _holds(self, puzzle: Puzzle) -> bool:
        """Whether nobody can work out a hidden count, or even that it is small."""
        return all(low < high and high >= self.threshold for low, high in self.find_bounds(puzzle))


def _pair_of(stored: Mapping[str, Any]) -> Pair:
    first, _, second = str(stored["question"]).partition("*")
    return first, second


def _each_once(pairs: Sequence[Pair]) -> Sequence[Pair]:
    questions = [name for pair in pairs for name in pair]
    if len(set(questions)) < len(questions):
        raise SurveyError(
            "Each question can be shown against one other, and that stays so: more could tell numbers."
        )
    return pairs
