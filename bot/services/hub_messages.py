"""Writes into a conversation what answers no message: a web chat shows it, the outbox pushes it elsewhere."""

from __future__ import annotations

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
class HubMessages:
    """The only writer of what the hub says first; in the unit of work of whatever it tells about."""

    outbox: OutboxService
    pushed: frozenset[str] = frozenset()
    """Channels that have to be pushed to."""

    def find_address(self, session: Session, conversation: Conversation) -> str | None:
        """Where the person can be written to on the conversation's channel; None where they can't."""
        return session.scalar(
            select(ContactPoint.address)
            .where(
                ContactPoint.person_id == conversation.person_id,
                ContactPoint.channel == conversation.channel,
                ContactPoint.unreachable_since.is_(None),
                ContactPoint.stopped_at.is_(None),
            )
            .limit(1)
        )

    def say(
        self,
        session: Session,
        conversation: Conversation,
        address: str,
        key: str,
        reply: Reply,
        *,
        pushed: Reply | None = None,
        **content: Any,
    ) -> Message:
        """Say it, on a pushed channel as `pushed` if that is given; `content` is kept beside it.

        Raises sqlalchemy.exc.IntegrityError for a key that was said before.
        """
        is_pushed = conversation.channel in self.pushed
        waits = is_pushed or conversation.channel == BY_HAND
        message = Message(
            conversation_id=conversation.id,
            direction=Direction.OUT,
            channel=conversation.channel,
            external_id=key,
            text=reply.text,
            content={
                "buttons": [button.as_json() for button in reply.buttons],
                "language": reply.language or conversation.person.language,
                **content,
            },
            state=MessageState.QUEUED if waits else MessageState.SENT,
        )
        session.add(message)
        session.flush()
        if is_pushed:
            outgoing = Outgoing(key, conversation.channel, address, pushed or reply)
            self.outbox.put(session, [(outgoing, message.id)], Priority.ANSWER)
        return message
