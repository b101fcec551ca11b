"""Case files: reads everything that hub staff see of one concern, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import AuditEntry, Concern, Conversation, Message, StaffNote
from bot.domain.desk_reports import BY_HAND
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.case_links import CaseLinks, CaseLinkService
from bot.services.staff_notes import StaffNoteService

_TOLD_BEFORE = timedelta(hours=24)
"""How long before it was filed the telling of it may have begun."""
_MOST_MESSAGES = 200
_LOOKS = "case.view"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One concern with all that belongs to it."""

    concern: Concern
    messages: Sequence[Message]
    """The conversation from when it was told; empty once it was deleted."""
    notes: Sequence[StaffNote]
    timeline: Sequence[AuditEntry]
    """What staff did, oldest first, without mere looks."""
    links: CaseLinks


@dataclass(frozen=True, slots=True)
class CaseFileService:
    """Reads cases for people of the hub, who may see the concern itself already."""

    audit: AuditService
    notes: StaffNoteService
    links: CaseLinkService

    def read(
        self, session: Session, actor: Actor, concern: Concern, *, sees_sensitive: bool = False
    ) -> CaseFile:
        """Everything about the concern; suggestions only of what the actor may see."""
        entries = self.audit.list_for_subject(session, "concern", concern.reference)
        return CaseFile(
            concern=concern,
            messages=self._list_messages(session, concern),
            notes=self.notes.list_notes(session, concern),
            timeline=[entry for entry in entries if entry.action != _LOOKS],
            links=self.links.find(session, actor, concern, sees_sensitive=sees_sensitive),
        )

    def _list_messages(self, session: Session, concern: Concern) -> Sequence[Message]:
        if concern.person_id is None:
            return []
        conversations = select(Conversation.id).where(
            Conversation.person_id == concern.person_id, Conversation.channel.in_([concern.channel, BY_HAND])
        )
        return session.scalars(
            select(Message)
            .where(
                Message.conversation_id.in_(conversations),
                Message.created_at >= concern.filed_at - _TOLD_BEFORE,
            )
            .order_by(Message.id)
            .limit(_MOST_MESSAGES)
        ).all()
