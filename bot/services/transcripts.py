"""Transcripts: reads what was said in a conversation, a page at a time, and never changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """Some messages in the order in which they were said."""

    messages: tuple[Message, ...]
    has_earlier: bool
    """Whether something was said before the first of them."""


class TranscriptService:
    """Reads messages for channels that show them again."""

    def list_recent(
        self, session: Session, conversation: Conversation, limit: int, before: int | None = None
    ) -> TranscriptPage:
        """The last `limit` messages, or the last ones before the message with the id `before`."""
        query = select(Message).where(Message.conversation_id == conversation.id)
        if before is not None:
            query = query.where(Message.id < before)
        found = list(session.scalars(query.order_by(Message.id.desc()).limit(limit + 1)))
        return TranscriptPage(tuple(reversed(found[:limit])), has_earlier=len(found) > limit)

    def list_answers_after(
        self, session: Session, conversation_id: str, message_id: int, limit: int = 50
    ) -> list[Message]:
        """What went to the resident after the message with that id, oldest first."""
        return list(
            session.scalars(
                select(Message)
                .where(
                    Message.conversation_id == conversation_id,
                    Message.direction == Direction.OUT,
                    Message.id > message_id,
                )
                .order_by(Message.id)
                .limit(limit)
            )
        )

    def list_changed_after(
        self, session: Session, conversation_id: str, moment: datetime, limit: int = 50
    ) -> list[Message]:
        """What was changed or taken back where it stands after a moment, the earliest first."""
        query = (
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.changed_at > moment)
            .order_by(Message.changed_at)
            .limit(limit)
        )
        return list(session.scalars(query))

    def list_turn(self, session: Session, message_id: int) -> list[Message]:
        """An incoming message and the answers that it got, oldest first; empty when it is gone."""
        message = session.get(Message, message_id)
        if message is None:
            return []
        answers = session.scalars(
            select(Message)
            .where(Message.external_id.startswith(f"answer:{message_id}:", autoescape=True))
            .order_by(Message.id)
        )
        return [message, *answers]
