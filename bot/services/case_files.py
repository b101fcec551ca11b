"""Case files: reads everything that hub staff see of one concern, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.db.models import AuditEntry, Concern, Conversation, Message, StaffNote
from bot.domain.desk_reports import BY_HAND
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.staff_notes import StaffNoteService
from bot.services.worklist_filters import visible_to

_TOLD_BEFORE = timedelta(hours=24)
"""How long before it was filed the telling of it may have begun."""
_MOST_MESSAGES = 200
_MOST_LINKED = 8
_NEAR_DEGREES = (0.0025, 0.0045)
"""Of latitude and longitude: some 280 metres in England."""
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
    same_person: Sequence[Concern]
    nearby: Sequence[Concern]
    together: Sequence[Concern]
    """Told in the same report."""


@dataclass(frozen=True, slots=True)
class CaseFileService:
    """Reads cases for people of the hub, who may see the concern itself already."""

    audit: AuditService
    notes: StaffNoteService

    def read(self, session: Session, actor: Actor, concern: Concern) -> CaseFile:
        """Everything about the concern; suggestions only of what the actor may see."""
        entries = self.audit.list_for_subject(session, "concern", concern.reference)
        return CaseFile(
            concern=concern,
            messages=self._list_messages(session, concern),
            notes=self.notes.list_notes(session, concern),
            timeline=[entry for entry in entries if entry.action != _LOOKS],
            same_person=self._list_same_person(session, actor, concern),
            nearby=self._list_nearby(session, actor, concern),
            together=self._list_together(session, actor, concern),
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

    def _list_same_person(self, session: Session, actor: Actor, concern: Concern) -> Sequence[Concern]:
        """Who reported anonymously is not recognised again, and sensitive concerns are linked to nothing."""
        if concern.person_id is None or concern.is_anonymous or concern.is_sensitive:
            return []
        return self._list(
            session, actor, concern, Concern.person_id == concern.person_id, Concern.is_anonymous.is_(False)
        )

    def _list_nearby(self, session: Session, actor: Actor, concern: Concern) -> Sequence[Concern]:
        """The same category at the same place, still open: perhaps the same thing."""
        if concern.is_sensitive or concern.category is None:
            return []
        if concern.latitude is None or concern.longitude is None:
            if concern.place_id is None:
                return []
            is_near = Concern.place_id == concern.place_id
        else:
            north, east = _NEAR_DEGREES
            is_near = or_(
                Concern.latitude.between(concern.latitude - north, concern.latitude + north)
                & (func.abs(Concern.longitude - concern.longitude) <= east),
                (Concern.place_id == concern.place_id) & Concern.place_id.is_not(None),
            )
        is_open = Concern.state != "closed"
        return self._list(session, actor, concern, Concern.category == concern.category, is_near, is_open)

    def _list_together(self, session: Session, actor: Actor, concern: Concern) -> Sequence[Concern]:
        if concern.joint_case_id is None:
            return []
        return self._list(session, actor, concern, Concern.joint_case_id == concern.joint_case_id)

    def _list(
        self, session: Session, actor: Actor, concern: Concern, *conditions: object
    ) -> Sequence[Concern]:
        query = select(Concern).where(
            Concern.id != concern.id,
            Concern.is_sensitive.is_(False),
            *conditions,  # type: ignore[arg-type]
            *visible_to(actor),
        )
        return session.scalars(query.order_by(Concern.id.desc()).limit(_MOST_LINKED)).all()
