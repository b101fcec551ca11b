"""Deliveries: what becomes of answers and of addresses by how sending went."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.db.models import ContactPoint, Message, MessageState, OutgoingMessage
from bot.domain.outgoing import Outgoing, Priority

#: Reasons of a channel that mean: nothing can be sent to this address any more.
UNREACHABLE = frozenset({"blocked", "deactivated"})


def mark_answer(session: Session, message_id: int | None, state: MessageState) -> None:
    """Keep in the transcript how far an answer is; nothing for what stands in none."""
    if message_id is not None:
        session.execute(update(Message).where(Message.id == message_id).values(state=state))


def mark_unreachable(session: Session, outgoing: Outgoing, now: datetime) -> None:
    """Keep that nothing can be sent to the address any more, and since when."""
    session.execute(
        update(ContactPoint)
        .where(
            ContactPoint.channel == outgoing.channel,
            ContactPoint.address == outgoing.address,
            ContactPoint.unreachable_since.is_(None),
        )
        .values(unreachable_since=now)
    )


def is_unwanted(session: Session, row: OutgoingMessage) -> bool:
    """Whether it is a broadcast to somebody who stopped, or can't be reached, since it was put."""
    if row.priority < Priority.BROADCAST:
        return False
    silenced = select(ContactPoint.id).where(
        ContactPoint.channel == row.channel,
        ContactPoint.address == row.address,
        or_(ContactPoint.stopped_at.is_not(None), ContactPoint.unreachable_since.is_not(None)),
    )
    return session.scalar(silenced) is not None
