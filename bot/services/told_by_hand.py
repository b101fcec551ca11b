"""Told by hand: what people without a channel are to be told by telephone or post, and whether they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation, Direction, Message, MessageState
from bot.domain.desk_reports import BY_HAND
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.audit import AuditService
from bot.services.worklist_filters import visible_to

_MOST = 100


@dataclass(frozen=True, slots=True)
class ToTell:
    """One thing that somebody has to be told about their concern."""

    message: Message
    concern: Concern


@dataclass(frozen=True, slots=True)
class ToldByHandService:
    """The only writer of how far such a message is."""

    audit: AuditService

    def list_open(self, session: Session, actor: Actor, concern: Concern | None = None) -> Sequence[ToTell]:
        """What nobody told yet, oldest first, of the concerns that the actor may see (or of one of them)."""
        of_one = [Concern.id == concern.id] if concern is not None else []
        found = session.execute(self._open(actor).where(*of_one).order_by(Message.id).limit(_MOST))
        return [ToTell(message, about) for message, about in found]

    def mark(
        self, session: Session, actor: Actor, reference: str, message_id: int, *, is_reached: bool
    ) -> None:
        """Say that they were told, or can't be reached any more; raises NotFoundError for what isn't open."""
        query = self._open(actor).where(Message.id == message_id, Concern.reference == reference)
        row = session.execute(query).first()
        if row is None:
            raise NotFoundError(f"nothing to tell about {reference} for {actor.name}")
        row[0].state = MessageState.SENT if is_reached else MessageState.FAILED
        after = {"told": is_reached}
        self.audit.record(session, actor, "case.told_by_hand", ("concern", reference), after=after)

    def _open(self, actor: Actor) -> Any:
        # The key of news begins with that of its concern: `case:<reference>:<version>`.
        is_about = Message.external_id.like("case:" + Concern.reference + ":%")
        return (
            select(Message, Concern)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .join(Concern, (Concern.person_id == Conversation.person_id) & is_about)
            .where(
                Message.channel == BY_HAND,
                Message.direction == Direction.OUT,
                Message.state == MessageState.QUEUED,
                *visible_to(actor),
            )
        )
