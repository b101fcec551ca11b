"""Case files: reads everything that hub staff see of one concern, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import AuditEntry, Concern, ConcernState, Conversation, Message, StaffNote
from bot.domain.danger_languages import ENGLISH
from bot.domain.desk_reports import BY_HAND
from bot.domain.staff import Actor
from bot.domain.thrive import CaseFacts, Prompt, ThriveCues
from bot.services.audit import AuditService
from bot.services.case_links import CaseLinks, CaseLinkService
from bot.services.case_news import CaseNews
from bot.services.staff_notes import StaffNoteService

_TOLD_BEFORE = timedelta(hours=24)
"""How long before it was filed the telling of it may have begun."""
_MOST_MESSAGES = 200
_LOOKS = frozenset({"case.view", "case.photo_view", "referral.photo_view"})


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
    prompts: Sequence[Prompt]
    """What there is reason to think about."""


@dataclass(frozen=True, slots=True)
class CaseFileService:
    """Reads cases for people of the hub, who may see the concern itself already."""

    audit: AuditService
    notes: StaffNoteService
    links: CaseLinkService
    news: CaseNews
    thrive: ThriveCues

    def read(
        self, session: Session, actor: Actor, concern: Concern, *, sees_sensitive: bool = False
    ) -> CaseFile:
        """Everything about the concern; suggestions only of what the actor may see."""
        entries = self.audit.list_for_subject(session, "concern", concern.reference)
        messages = self._list_messages(session, concern)
        links = self.links.find(session, actor, concern, sees_sensitive=sees_sensitive)
        timeline = [entry for entry in entries if entry.action not in _LOOKS]
        facts = CaseFacts(
            text="\n".join(filter(None, (concern.description, concern.details, *_added(concern)))),
            category=concern.category,
            facts=concern.facts,
            is_ongoing=concern.is_ongoing is True,
            is_anonymous=concern.is_anonymous,
            can_be_reached=self.news.can_tell(session, concern) or concern.contact is not None,
            language=self.news.language_of(session, concern) or ENGLISH,
            photos=len(concern.photos),
            others_by_person=len(links.same_person),
            others_near=len(links.nearby),
            duplicates=len(links.duplicates),
            was_closed=any((entry.before or {}).get("state") == ConcernState.CLOSED for entry in timeline),
            danger_heard=any(message.danger for message in messages),
            lacks_consent=concern.facts.get("consent") is False,
        )
        return CaseFile(
            concern=concern,
            messages=messages,
            notes=self.notes.list_notes(session, concern),
            timeline=timeline,
            links=links,
            prompts=self.thrive.find(facts),
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


def _added(concern: Concern) -> list[str]:
    """What the resident added later."""
    return [note.text for note in concern.notes if note.text]
