"""Finds the message that a danger card answered, so that nobody has to tell it again afterwards."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message


def find_last_alarm(session: Session, conversation: Conversation) -> Message | None:
    """What the resident wrote before the card, if the card is the latest thing they were told."""
    told = (
        select(Message).where(Message.conversation_id == conversation.id).order_by(Message.id.desc()).limit(1)
    )
    latest = session.scalar(told.where(Message.direction == Direction.OUT))
    if latest is None or latest.danger is None:
        return None
    return session.scalar(told.where(Message.direction == Direction.IN, Message.id < latest.id))
