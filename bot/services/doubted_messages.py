"""Messages that say that something was understood wrongly: noted for learning, and read there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Direction, Message, TrainingExample
from bot.domain.training_examples import ExampleSource

WRONG_PLACE = "wrong_place_sent"
"""The intent of who says that something is, or went, where it doesn't belong."""
_BEFORE = timedelta(hours=24)
_MOST_BEFORE = 3


def note_doubt(session: Session, message_id: int) -> None:
    """Have somebody look at a message; the words stay with it, and go with it. Once is enough."""
    message = session.get(Message, message_id)
    known = select(TrainingExample.id).where(TrainingExample.message_id == message_id)
    # What tells of danger is no matter for learning categories.
    if message is None or not message.text or message.danger or session.scalar(known) is not None:
        return
    session.add(TrainingExample(message_id=message_id, source=ExampleSource.DOUBTED))


def list_words(session: Session, example: TrainingExample) -> Sequence[str]:
    """What was said, oldest first: the report's words, or a message and the few before it that day."""
    if example.concern is not None:
        return [example.concern.description]
    message = example.message
    if message is None:
        return []
    earlier = session.scalars(
        select(Message.text)
        .where(
            Message.conversation_id == message.conversation_id,
            Message.direction == Direction.IN,
            Message.id < message.id,
            Message.created_at > message.created_at - _BEFORE,
            Message.payload.is_(None),
            Message.danger.is_(None),
            Message.text != "",
        )
        .order_by(Message.id.desc())
        .limit(_MOST_BEFORE)
    ).all()
    return [text for text in (*reversed(earlier), message.text) if text]
