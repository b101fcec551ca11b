"""Unanswered messages: finds what was stored and never answered, since the hub was stopped in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.db.models import ContactPoint, Conversation, Direction, Message, MessageState
from bot.db.session import Database
from bot.domain.replies import Incoming
from bot.services.message_rows import incoming_of, message_key


@dataclass(frozen=True, slots=True)
class UnansweredService:
    """A message that came in and waits is its own inbox; each method is a unit of work of its own."""

    database: Database
    pushed: frozenset[str] = frozenset()
    """Channels with an inbox of their own, which are left out."""

    def list_of(self, channel: str, address: str) -> list[Incoming]:
        """What somebody wrote that nobody answered, in order."""
        with self.database.unit_of_work() as session:
            found = session.scalars(
                select(Message)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .join(ContactPoint, ContactPoint.person_id == Conversation.person_id)
                .where(
                    ContactPoint.channel == channel,
                    ContactPoint.address == address,
                    Message.channel == channel,
                    Message.state == MessageState.RECEIVED,
                    Message.external_id.startswith(f"{address}:", autoescape=True),
                )
                .order_by(Message.id)
            )
            return [incoming_of(message, address) for message in found]

    def list_left(self, before: datetime) -> list[tuple[str, str]]:
        """Channel and address of whoever wrote before that moment and wasn't answered, longest first.

        Pushed channels are left out: their inbox knows.
        """
        with self.database.unit_of_work() as session:
            found = session.execute(
                select(Message.channel, ContactPoint.address)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .join(ContactPoint, ContactPoint.person_id == Conversation.person_id)
                .where(
                    Message.state == MessageState.RECEIVED,
                    Message.direction == Direction.IN,
                    Message.created_at < before,
                    Message.channel.not_in(self.pushed),
                    ContactPoint.channel == Message.channel,
                    Message.external_id.startswith(ContactPoint.address + ":"),
                )
                .order_by(Message.id)
            )
            return list(dict.fromkeys((channel, address) for channel, address in found))

    def give_up(self, incoming: Incoming) -> None:
        """Leave a message unanswered that could not be answered after some tries; staff can see it."""
        with self.database.unit_of_work() as session:
            session.execute(
                update(Message)
                .where(
                    Message.channel == incoming.channel,
                    Message.external_id == message_key(incoming),
                    Message.state == MessageState.RECEIVED,
                )
                .values(state=MessageState.FAILED)
            )
