"""Takeover signs: who of the staff is in a conversation, whether they type, and whether they are awaited."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message, Takeover

_TYPED_WITHIN = timedelta(seconds=6)


def find_takeover(session: Session, conversation: Conversation) -> Takeover | None:
    """Who is in, if anybody."""
    return session.get(Takeover, conversation.takeover_id) if conversation.takeover_id else None


def find_typist(session: Session, conversation: Conversation, now: datetime) -> str | None:
    """The name of the member of staff who is typing to the resident just now."""
    takeover = find_takeover(session, conversation)
    if takeover is None or takeover.typing_at is None or now - takeover.typing_at > _TYPED_WITHIN:
        return None
    return takeover.member.name


def is_awaited(session: Session, takeover: Takeover) -> bool:
    """Whether the resident wrote something since the member of staff last did."""
    since = (Message.direction == Direction.IN, Message.id > (takeover.said_id or 0))
    waiting = select(Message.id).where(Message.conversation_id == takeover.conversation_id, *since)
    return session.scalar(waiting.limit(1)) is not None
