"""Staff notes: writes down what staff tell each other about a concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.db.models import Concern, StaffNote
from bot.domain.staff import Actor
from bot.errors import StaffError
from bot.services.audit import AuditService

LONGEST_NOTE = 10_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class StaffNoteService:
    """The only writer of staff notes. A note overwrites nothing, so it needs no version of the concern."""

    audit: AuditService

    def add(self, session: Session, actor: Actor, concern: Concern, text: str) -> None:
        """Keep a note; raises StaffError for an empty one and one that is too long."""
        self._keep(session, actor, concern, text, None)
        self.audit.record(session, actor, "case.note", ("concern", concern.reference))

    def decide(
        self, session: Session, actor: Actor, concern: Concern, text: str, prompts: Sequence[str]
    ) -> None:
        """Keep what was decided on some prompts, or the whole case, and why; raises StaffError as `add`."""
        self._keep(session, actor, concern, text, sorted(prompts))
        after = {"prompts": sorted(prompts)}
        self.audit.record(session, actor, "case.decide", ("concern", concern.reference), after=after)

    def _keep(
        self, session: Session, actor: Actor, concern: Concern, text: str, prompts: list[str] | None
    ) -> None:
        words = text.strip()
        if not words:
            raise StaffError("write the note" if prompts is None else "write what was decided, and why")
        if len(words) > LONGEST_NOTE:
            raise StaffError(f"use {LONGEST_NOTE} characters or fewer")
        assert actor.staff_id is not None  # noqa: S101 -- only people write notes
        session.add(StaffNote(concern_id=concern.id, staff_id=actor.staff_id, text=words, prompts=prompts))
        session.flush()

    def list_notes(self, session: Session, concern: Concern) -> Sequence[StaffNote]:
        """All notes on a concern, oldest first."""
        query = select(StaffNote).where(StaffNote.concern_id == concern.id).order_by(StaffNote.id)
        return session.scalars(query.options(joinedload(StaffNote.member))).all()
