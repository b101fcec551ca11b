"""Messages: keeps what residents write before anything is done about it, and the answers, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update
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

#: How exactly it is known when somebody wrote last: it is kept to tell days apart.
_ACTIVE_WITHIN = timedelta(minutes=5)


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
                return _received(session, conversation, message.id, incoming, was_stored=True)
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
                is_repeat=True,
                replies=tuple(reply_of(answer) for answer in replies),
            )

    def store_answers(
        self, received: Received, replies: tuple[Reply, ...], state: MessageState, *, understood: bool
    ) -> None:
        """Keep the answers; `understood` ends the time in which messages are kept for a person."""
        with self.database.unit_of_work() as session:
            answered = session.scalar(
                update(Message)
                .where(Message.id == received.message_id)
                .values(state=state)
                .returning(Message.id)
            )
            if answered is None:
                return  # The resident deleted the conversation in the meantime.
            if understood and received.has_kept:
                conversation = session.get_one(Conversation, received.conversation_id)
                conversation.kept_concern_id, conversation.kept_step = None, None
            if replies:
                self._insert_answers(session, received, replies)

    def push(self, received: Received, replies: tuple[Reply, ...]) -> None:
        """Have replies sent that stand in no transcript, since it was deleted; nothing on other channels."""
        if received.channel in self.pushed:
            with self.database.unit_of_work() as session:
                self._put(session, received, replies, [None] * len(replies))

    def _insert(self, incoming: Incoming, alarm: Alarm | None) -> Received:
        with self.database.unit_of_work() as session:
            conversation = self.people.meet(session, incoming.channel, incoming.address)
            now = utc_now()
            if now - conversation.last_active_at > _ACTIVE_WITHIN:
                conversation.last_active_at = now
            row = message_row(conversation.id, incoming, alarm)
            message_id = session.scalars(insert(Message).returning(Message.id), [row]).one()
            return _received(session, conversation, message_id, incoming)

    def _insert_answers(self, session: Session, received: Received, replies: tuple[Reply, ...]) -> None:
        is_pushed = received.channel in self.pushed
        state = MessageState.QUEUED if is_pushed else MessageState.SENT
        rows = [answer_row(received, position, reply, state) for position, reply in enumerate(replies)]
        if not is_pushed:
            session.execute(insert(Message), rows)
            return
        stored = insert(Message).returning(Message.id, sort_by_parameter_order=True)
        self._put(session, received, replies, session.scalars(stored, rows).all())

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
    session: Session,
    conversation: Conversation,
    message_id: int,
    incoming: Incoming,
    *,
    was_stored: bool = False,
) -> Received:
    return Received(
        conversation.id,
        conversation.tracker_id,
        message_id,
        incoming.channel,
        incoming.address,
        was_stored=was_stored,
        has_kept=conversation.kept_concern_id is not None,
        is_adding=conversation.adding_to is not None,
        payload=_payload(session, conversation, incoming),
    )


def _payload(session: Session, conversation: Conversation, incoming: Incoming) -> str | None:
    if incoming.payload or incoming.location or incoming.photo_ids:
        return incoming.payload
    return find_typed_button(session, conversation, incoming.text)
