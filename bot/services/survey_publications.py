"""Publishing results: chosen questions, after suppression, with what was asked, said and done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import OpeningState, SurveyOpening, SurveyResponse
from bot.domain.staff import Actor
from bot.domain.survey_publishing import PublicTable, publish
from bot.domain.surveys import Given
from bot.errors import SurveyError
from bot.services.audit import AuditService
from bot.services.survey_openings import survey_of


@dataclass(frozen=True, slots=True)
class SurveyPublicationService:
    """Counts answers, and writes what is shown publicly."""

    audit: AuditService
    titles: Mapping[str, str]
    """Areas, yes and no by what answers are kept as."""
    threshold: int
    """Counts below it are hidden."""

    def list_answers(self, session: Session, opening: SurveyOpening) -> list[dict[str, Given]]:
        """What everybody answered, in no order."""
        found = session.scalars(
            select(SurveyResponse.answers)
            .where(SurveyResponse.opening_id == opening.id)
            .order_by(SurveyResponse.id)
        )
        return [{name: Given.from_json(given) for name, given in answers.items()} for answers in found]

    def make_safe(self, session: Session, opening: SurveyOpening) -> list[PublicTable]:
        """What may be shown to anybody."""
        return publish(survey_of(opening), self.list_answers(session, opening), self.titles, self.threshold)

    def publish(
        self,
        session: Session,
        actor: Actor,
        opening: SurveyOpening,
        questions: Sequence[str],
        told: Mapping[str, str],
    ) -> None:
        """Show chosen questions publicly; `told` is what was asked, said and done.

        Raises SurveyError for a round that isn't closed: what is shown while answers come tells what each
        new one was.
        """
        if opening.state in {OpeningState.PLANNED, OpeningState.OPEN}:
            raise SurveyError("Close the survey first.")
        tables = [
            table.to_json() for table in self.make_safe(session, opening) if table.question in questions
        ]
        opening.publication = {
            "title": survey_of(opening).title,
            "tables": tables,
            **{name: told.get(name, "") for name in ("asked", "said", "done")},
        }
        opening.state = OpeningState.PUBLISHED
        subject = ("survey_opening", str(opening.id))
        self.audit.record(session, actor, "survey.publish", subject, after={"questions": list(questions)})

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
