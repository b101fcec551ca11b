"""Finds what the resident wrote before the latest thing they were told: nobody has to tell it again."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message


def find_last_alarm(session: Session, conversation: Conversation) -> Message | None:
    """What the resident wrote before the danger card, if the card is the latest thing they were told."""
    latest = _latest_told(session, conversation)
    return _written_before(session, latest) if latest is not None and latest.danger is not None else None


def find_last_question(session: Session, conversation: Conversation) -> Message | None:
    """What the resident wrote before the latest thing they were told, if that was no danger card."""
    latest = _latest_told(session, conversation)
    return _written_before(session, latest) if latest is not None and latest.danger is None else None


def _latest_told(session: Session, conversation: Conversation) -> Message | None:
    return session.scalar(_newest(conversation.id).where(Message.direction == Direction.OUT))


def _written_before(session: Session, told: Message) -> Message | None:
    written = _newest(told.conversation_id).where(Message.direction == Direction.IN, Message.id < told.id)
    return session.scalar(written)


def _newest(conversation_id: str) -> Select[Message]:
    of_conversation = select(Message).where(Message.conversation_id == conversation_id)
    return of_conversation.order_by(Message.id.desc()).limit(1)
