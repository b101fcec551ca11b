"""Messages: keeps what residents write before anything is done about it, and the answers, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Conversation, Direction, Message, MessageState
from bot.db.session import Database
from bot.domain.replies import Button, Incoming, Reply
from bot.domain.spoken import spoken
from bot.services.danger import Alarm
from bot.services.people import PeopleService
from bot.services.typed_buttons import find_typed_button

_LONGEST_KEY = 128


@dataclass(frozen=True, slots=True)
class Received:
    """A stored message and what is needed to answer it."""

    conversation_id: str
    tracker_id: str
    message_id: int
    channel: str
    language: str
    """The language in which the person is answered (ISO 639-1)."""
    is_repeat: bool = False
    has_kept: bool = False
    """Whether a concern collects what is said while understanding is down."""
    is_adding: bool = False
    """Whether the resident was asked what to add to a report that was sent."""
    payload: str | None = None
    """The button that was pressed, or whose title was typed."""
    replies: tuple[Reply, ...] = ()
    """The answers of the first time, for a repeat."""


@dataclass(frozen=True, slots=True)
class MessageService:
    """The only writer of messages; each of its methods that writes is a unit of work of its own."""

    database: Database
    people: PeopleService

    def store(self, incoming: Incoming, alarm: Alarm | None) -> Received:
        """Keep the message before anything is done about it; a second copy of it changes nothing."""
        try:
            with self.database.unit_of_work() as session:
                conversation = self.people.meet(session, incoming.channel, incoming.address)
                conversation.last_active_at = utc_now()
                if incoming.language is not None:
                    conversation.person.language = incoming.language
                row = message_row(conversation.id, incoming, alarm)
                message_id = session.scalars(insert(Message).returning(Message.id), [row]).one()
                return _received(session, conversation, message_id, incoming)
        except IntegrityError:
            return self._find_answered(incoming)

    def _find_answered(self, incoming: Incoming) -> Received:
        with self.database.unit_of_work() as session:
            message = session.scalars(
                select(Message).where(
                    Message.channel == incoming.channel, Message.external_id == _key(incoming)
                )
            ).one()
            conversation = session.get_one(Conversation, message.conversation_id)
            if message.state == MessageState.RECEIVED:
                # We were stopped before it was answered: this time it is.
                return _received(session, conversation, message.id, incoming)
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
                conversation.person.language,
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
                rows = [answer_row(received, position, reply) for position, reply in enumerate(replies)]
                session.execute(insert(Message), rows)


def message_row(conversation_id: str, incoming: Incoming, alarm: Alarm | None) -> dict[str, Any]:
    """The row of a message that came in; its key makes taking the same message twice impossible."""
    return {
        "conversation_id": conversation_id,
        "direction": Direction.IN,
        "channel": incoming.channel,
        "external_id": _key(incoming),
        "text": incoming.text or None,
        "payload": incoming.payload,
        "content": attachments(incoming),
        "danger": alarm.kind.value if alarm else None,
        "state": MessageState.RECEIVED,
    }


def answer_row(received: Received, position: int, reply: Reply) -> dict[str, Any]:
    """The row of an answer; its key makes answering the same message twice impossible."""
    return {
        "conversation_id": received.conversation_id,
        "direction": Direction.OUT,
        "channel": received.channel,
        "external_id": f"answer:{received.message_id}:{position}",
        "text": reply.text,
        "content": {
            "buttons": [button.as_json() for button in reply.buttons],
            "concern": reply.concern,
            "language": reply.language or spoken(),
        },
        "danger": reply.danger,
        # Web answers travel in the response itself; channels that push set QUEUED.
        "state": MessageState.SENT,
    }


def reply_of(message: Message) -> Reply:
    """The reply that an outgoing message's row holds."""
    return Reply(
        text=message.text or "",
        buttons=tuple(Button.from_json(button) for button in message.content.get("buttons", ())),
        danger=message.danger,
        concern=message.content.get("concern"),
        language=message.content.get("language"),
    )


def attachments(incoming: Incoming) -> dict[str, Any]:
    """What comes along with a message: shared location and photos."""
    content: dict[str, Any] = {}
    if incoming.location:
        content["location"] = list(incoming.location)
    if incoming.photo_ids:
        content["photos"] = list(incoming.photo_ids)
    return content


def _key(incoming: Incoming) -> str:
    return f"{incoming.address}:{incoming.external_id}"[:_LONGEST_KEY]


def _received(session: Session, conversation: Conversation, message_id: int, incoming: Incoming) -> Received:
    return Received(
        conversation.id,
        conversation.tracker_id,
        message_id,
        incoming.channel,
        conversation.person.language,
        has_kept=conversation.kept_concern_id is not None,
        is_adding=conversation.adding_to is not None,
        payload=_payload(session, conversation, incoming),
    )


def _payload(session: Session, conversation: Conversation, incoming: Incoming) -> str | None:
    if incoming.payload or incoming.location or incoming.photo_ids:
        return incoming.payload
    return find_typed_button(session, conversation, incoming.text)
