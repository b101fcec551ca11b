"""News in a conversation: writes to somebody who didn't write just now, on the channel where they talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import ContactPoint, Conversation, Direction, Message, MessageState
from bot.domain.desk_reports import BY_HAND
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.services.outbox import OutboxService


@dataclass(frozen=True, slots=True)
class Reached:
    """A conversation in which somebody can be written to."""

    conversation: Conversation
    address: str
    """The address that it is pushed to."""


@dataclass(frozen=True, slots=True)
class ConversationNews:
    """A web chat shows what is written by itself; on a pushed channel it goes by the outbox.

    What staff have to tell somebody themselves waits until they have.
    """

    outbox: OutboxService
    pushed: frozenset[str] = frozenset()
    """Channels that have to be pushed to."""

    def find(self, session: Session, person_id: str, channel: str) -> Reached | None:
        """Where somebody can be written to, on that channel if they talk there; None where they can't be."""
        found = session.execute(
            select(Conversation, ContactPoint)
            .join(
                ContactPoint,
                (ContactPoint.person_id == Conversation.person_id)
                & (ContactPoint.channel == Conversation.channel),
            )
            .where(Conversation.person_id == person_id)
            .where(ContactPoint.unreachable_since.is_(None), ContactPoint.stopped_at.is_(None))
            .order_by((Conversation.channel == channel).desc(), Conversation.created_at.desc())
            .limit(1)
        ).first()
        return Reached(found[0], found[1].address) if found is not None else None

    def say(
        self, session: Session, reached: Reached, key: str, reply: Reply, about: Mapping[str, Any]
    ) -> Message:
        """Write it; `key` makes a repeat impossible, `about` is kept with the message."""
        conversation = reached.conversation
        is_pushed = conversation.channel in self.pushed
        is_sent = not is_pushed and conversation.channel != BY_HAND
        message = Message(
            conversation_id=conversation.id,
            direction=Direction.OUT,
            channel=conversation.channel,
            external_id=key,
            text=reply.text,
            content={
                "buttons": [button.as_json() for button in reply.buttons],
                "language": conversation.person.language,
                **about,
            },
            state=MessageState.SENT if is_sent else MessageState.QUEUED,
        )
        session.add(message)
        session.flush()
        if is_pushed:
            outgoing = Outgoing(key, conversation.channel, reached.address, reply)
            self.outbox.put(session, [(outgoing, message.id)], Priority.ANSWER)
        return message
