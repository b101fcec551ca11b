"""Messages: keeps what residents write before anything is done about it, and the answers, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Conversation, Message, MessageState
from bot.db.session import Database
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Incoming, Reply
from bot.services.danger import Alarm
from bot.services.message_rows import (
    Received,
    answer_key,
    answer_row,
    message_key,
    message_row,
    reply_of,
)
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.typed_buttons import find_typed_button

# Made once, since they are needed at every message: making one takes as long as asking.
_MESSAGES = Message.metadata.tables[Message.__tablename__]
_ADD = insert(_MESSAGES)
_ADD_ONE = _ADD.returning(_MESSAGES.c.id)
_ADD_IN_ORDER = _ADD.returning(_MESSAGES.c.id, sort_by_parameter_order=True)
_SET_STATE = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id == bindparam("message_id"))
    .values(state=bindparam("new_state"))
    .returning(_MESSAGES.c.id)
)


@dataclass(frozen=True, slots=True)
class MessageService:
    """The only writer of messages; each of its methods that writes is a unit of work of its own."""

    database: Database
    people: PeopleService
    outbox: OutboxService
    pushed: frozenset[str] = frozenset()
    """Channels whose answers are put into the outbox; on others they travel in the response."""

    def store(self, incoming: Incoming, alarm: Alarm | None) -> Received:
        """Keep the message before anything is done about it; a second copy of it changes nothing."""
        try:
            return self._insert(incoming, alarm)
        except IntegrityError:
            # Where another message met the same person at the same moment, there is none to be found yet.
            return self.find(incoming) or self._insert(incoming, alarm)

    def find(self, incoming: Incoming) -> Received | None:
        """The message as it stands by now, with its answers if it has them; None when it isn't there."""
        with self.database.unit_of_work() as session:
            message = session.scalar(
                select(Message).where(
                    Message.channel == incoming.channel, Message.external_id == message_key(incoming)
                )
            )
            if message is None:
                return None
            conversation = session.get_one(Conversation, message.conversation_id)
            if message.state == MessageState.RECEIVED:
                # We were stopped before it was answered: this time it is.
                person, connection = conversation.person, session.connection()
                return _received(
                    connection,
                    conversation,
                    person.language,
                    message.id,
                    incoming,
                    was_stored=True,
                    blocked_until=person.blocked_until,
                )
            replies = session.scalars(
                select(Message)
                .where(
                    # By its key alone the whole table would be looked through.
                    Message.conversation_id == conversation.id,
                    Message.external_id.startswith(f"answer:{message.id}:", autoescape=True),
                )
                .order_by(Message.id)
            )
            return Received(
                conversation.id,
                conversation.tracker_id,
                message.id,
                message.channel,
                incoming.address,
                conversation.person.language,
                is_repeat=True,
                replies=tuple(reply_of(answer) for answer in replies),
            )

    def store_answers(
        self, received: Received, replies: tuple[Reply, ...], state: MessageState, *, understood: bool
    ) -> None:
        """Keep the answers; `understood` ends the time in which messages are kept for a person."""
        with self.database.statements() as connection:
            key = {"message_id": received.message_id, "new_state": state}
            if connection.execute(_SET_STATE, key).first() is None:
                return  # The resident deleted the conversation in the meantime.
            if understood and received.has_kept:
                self.people.end_keeping(connection, received.conversation_id)
            if replies:
                self._insert_answers(connection, received, replies)

    def push(self, received: Received, replies: tuple[Reply, ...]) -> None:
        """Have replies sent that stand in no transcript, since it was deleted; nothing on other channels."""
        if received.channel in self.pushed:
            with self.database.unit_of_work() as session:
                self._put(session, received, replies, [None] * len(replies))

    def _insert(self, incoming: Incoming, alarm: Alarm | None) -> Received:
        with self.database.statements() as connection:
            conversation = self.people.meet_at_message(connection, incoming.channel, incoming.address)
            row = message_row(conversation.id, incoming, alarm)
            message_id: int = connection.execute(_ADD_ONE, row).scalar_one()
            if incoming.language is not None:
                self.people.speak(connection, conversation.person_id, incoming.language)
            language = incoming.language or conversation.language
            return _received(
                connection,
                conversation,
                language,
                message_id,
                incoming,
                blocked_until=conversation.blocked_until,
            )

    def _insert_answers(self, connection: Connection, received: Received, replies: tuple[Reply, ...]) -> None:
        is_pushed = received.channel in self.pushed
        state = MessageState.QUEUED if is_pushed else MessageState.SENT
        rows = [answer_row(received, position, reply, state) for position, reply in enumerate(replies)]
        if not is_pushed:
            connection.execute(_ADD, rows)
            return
        answer_ids = connection.execute(_ADD_IN_ORDER, rows).scalars().all()
        with Session(connection) as session:
            self._put(session, received, replies, answer_ids)

    def _put(
        self,
        session: Session,
        received: Received,
        replies: tuple[Reply, ...],
        answer_ids: Sequence[int | None],
    ) -> None:
        put = []
        for position, (reply, answer_id) in enumerate(zip(replies, answer_ids, strict=True)):
            # A database may give the number of a deleted message to a new one; no conversation comes twice.
            key = f"deleted:{received.conversation_id}:{position}"
            key = answer_key(received, position) if answer_id is not None else key
            put.append((Outgoing(key, received.channel, received.address, reply), answer_id))
        self.outbox.put(session, put, Priority.ANSWER)


def _received(
    connection: Connection,
    conversation: Row[Any] | Conversation,
    language: str,
    message_id: int,
    incoming: Incoming,
    *,
    was_stored: bool = False,
    blocked_until: datetime | None = None,
) -> Received:
    return Received(
        conversation.id,
        conversation.tracker_id,
        message_id,
        incoming.channel,
        incoming.address,
        language,
        was_stored=was_stored,
        has_kept=conversation.kept_concern_id is not None,
        is_adding=conversation.adding_to is not None,
        is_surveying=conversation.surveying is not None,
        is_taken_over=conversation.takeover_id is not None,
        is_blocked=blocked_until is not None and blocked_until > utc_now(),
        payload=_payload(connection, conversation.id, incoming),
    )


def _payload(connection: Connection, conversation_id: str, incoming: Incoming) -> str | None:
    if incoming.payload or incoming.location or incoming.photo_ids:
        return incoming.payload
    return find_typed_button(connection, conversation_id, incoming.text)
