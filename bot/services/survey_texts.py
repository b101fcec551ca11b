"""What people wrote in a round: found by words, and looked at by a person before any of it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import OpeningState, SurveyOpening, SurveyResponse, SurveyText, SurveyTheme, TextDecision
from bot.domain.redaction import Span, find_spans, parts_of, redact, suggest
from bot.domain.staff import Actor
from bot.errors import NotFoundError, SurveyError
from bot.services.audit import AuditService


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One text, with what staff did with it."""

    response_id: str
    text: str
    theme: SurveyTheme | None = None
    decision: TextDecision | None = None
    hidden: tuple[Span, ...] = ()

    @property
    def shown(self) -> str:
        """As it is published."""
        return redact(self.text, self.hidden)

    @property
    def to_hide(self) -> list[str]:
        """Parts that are hidden, or that look as if they had to be, for somebody to look at."""
        return parts_of(self.text, self.hidden) if self.decision else suggest(self.text)


@dataclass(frozen=True, slots=True)
class SurveyTextService:
    """The only writer of what is decided about texts."""

    audit: AuditService

    def list_texts(self, session: Session, opening: SurveyOpening, question_id: str) -> list[WrittenText]:
        """Everything that was written to a question, in no order."""
        found = session.execute(
            select(SurveyResponse.id, SurveyResponse.answers, SurveyText)
            .outerjoin(
                SurveyText,
                (SurveyText.response_id == SurveyResponse.id) & (SurveyText.question_id == question_id),
            )
            .where(SurveyResponse.opening_id == opening.id)
            .order_by(SurveyResponse.id)
        )
        return [
            _written(response_id, str(answers[question_id]["value"]), row)
            for response_id, answers, row in found
            if answers.get(question_id, {}).get("value")
        ]

    def find(
        self, session: Session, opening: SurveyOpening, question_id: str, response_id: str
    ) -> WrittenText:
        """One of them; raises NotFoundError."""
        response = session.get(SurveyResponse, response_id)
        value = response.answers.get(question_id, {}).get("value") if response else None
        if response is None or response.opening_id != opening.id or not value:
            raise NotFoundError("there is no such text")
        return _written(response_id, str(value), session.get(SurveyText, (response_id, question_id)))

    def row_for(self, session: Session, response_id: str, question_id: str) -> SurveyText:
        """What is kept of a text, begun if nothing was."""
        row = session.get(SurveyText, (response_id, question_id))
        if row is None:
            row = SurveyText(response_id=response_id, question_id=question_id, hidden=[])
            session.add(row)
            session.flush()
        return row

    def decide(
        self,
        session: Session,
        actor: Actor,
        opening: SurveyOpening,
        question_id: str,
        response_id: str,
        decision: TextDecision,
        to_hide: Sequence[str] = (),
    ) -> None:
        """Say whether a text may be published, without some of its parts.

        Raises NotFoundError, and SurveyError while it can still change or for a part that isn't in it.
        """
        if opening.state in {OpeningState.PLANNED, OpeningState.OPEN}:
            raise SurveyError("Close the survey first: until then answers can change.")
        written = self.find(session, opening, question_id, response_id)
        missing = [part for part in to_hide if part.strip() and not find_spans(written.text, [part])]
        if missing and decision is TextDecision.PUBLISH:
            raise SurveyError(f"“{missing[0]}” isn't in the text, so it can't be hidden. Check its spelling.")
        row = self.row_for(session, response_id, question_id)
        row.decision = decision
        row.hidden = [list(span) for span in find_spans(written.text, to_hide)]
        row.decided_by, row.decided_at = actor.name, utc_now()
        after = {"decision": decision.value, "hidden_parts": len(row.hidden), "question": question_id}
        self.audit.record(session, actor, "survey.decide_text", ("survey_response", response_id), after=after)


def _written(response_id: str, text: str, row: SurveyText | None) -> WrittenText:
    if row is None:
        return WrittenText(response_id, text)
    hidden = tuple((start, end) for start, end in row.hidden)
    return WrittenText(response_id, text, row.theme, row.decision, hidden)
