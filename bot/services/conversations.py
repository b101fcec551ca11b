"""Conversations: stores each message, lets danger through first, asks Rasa, keeps what it can't answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any, Protocol
from weakref import WeakValueDictionary

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from bot.db.base import utc_now
from bot.db.models import Conversation, Direction, Message, MessageState
from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Incoming, Reply
from bot.errors import RasaUnavailableError
from bot.services.danger import Alarm, DangerService
from bot.services.kept_messages import KeptMessageService
from bot.services.people import PeopleService
from bot.services.removals import RemovalService
from bot.services.typed_buttons import find_typed_button

#: What Rasa is told when a photo or a location came without words.
ATTACHMENT = '/choose{"value": "attachment"}'
#: The button that deletes the conversation; it never reaches Rasa.
DELETE = '/choose{"value": "delete_conversation"}'


class UnderstandsDialogue(Protocol):
    """Rasa, or a stand-in for it."""

    async def send(self, tracker_id: str, message: str, metadata: dict[str, Any]) -> list[Reply]:
        """Give it one message and return its answers; raises RasaUnavailableError."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a message brought about."""

    conversation_id: str
    message_id: int
    replies: tuple[Reply, ...]
    is_repeat: bool = False

    @property
    def concern(self) -> dict[str, Any] | None:
        """The concern that was filed or asked about, if any."""
        return next((reply.concern for reply in reversed(self.replies) if reply.concern), None)


@dataclass(frozen=True, slots=True)
class _Received:
    """A stored message and what is needed to answer it."""

    conversation_id: str
    tracker_id: str
    message_id: int
    is_repeat: bool = False
    has_kept: bool = False
    payload: str | None = None
    """The button that was pressed, or whose title was typed."""
    replies: tuple[Reply, ...] = ()


class ConversationService:
    """Receives residents' messages from every channel."""

    def __init__(
        self,
        database: Database,
        people: PeopleService,
        danger: DangerService,
        rasa: UnderstandsDialogue,
        kept: KeptMessageService,
        removal: RemovalService,
        phrases: Phrases,
    ) -> None:
        self._database = database
        self._people = people
        self._danger = danger
        self._rasa = rasa
        self._kept = kept
        self._removal = removal
        self._phrases = phrases
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def receive(self, incoming: Incoming) -> Answered:
        """Take one message and return the answers; a repeat gets the answers of the first time.

        Messages of one person are taken one after another, in the order in which they came.
        """
        lock = self._locks.setdefault(f"{incoming.channel}:{incoming.address}", asyncio.Lock())
        async with lock:
            return await self._receive(incoming)

    async def _receive(self, incoming: Incoming) -> Answered:
        # Danger is heard before anything else, and needs nothing that can be down.
        alarm = self._danger.hear(incoming.text) if incoming.text else None
        received = await run_in_threadpool(self._store, incoming, alarm)
        if received.is_repeat:
            return Answered(received.conversation_id, received.message_id, received.replies, is_repeat=True)
        if alarm is not None:
            return await self._answer(received, self._danger.replies(alarm))
        incoming = replace(incoming, payload=received.payload)
        if incoming.payload == DELETE:
            await self._removal.remove(incoming.channel, incoming.address)
            return Answered(received.conversation_id, received.message_id, (self._phrases.reply("deleted"),))
        if received.has_kept:
            added = await run_in_threadpool(self._add_to_kept, received, incoming)
            if added:
                return await self._answer(received, added)
        try:
            replies = await self._rasa.send(received.tracker_id, _rasa_message(incoming), _metadata(incoming))
            if not any(reply.text for reply in replies):
                raise RasaUnavailableError("Rasa answered nothing")
        except RasaUnavailableError:
            kept = await run_in_threadpool(self._keep, received, incoming)
            return await self._answer(received, kept, state=MessageState.KEPT)
        return await self._answer(received, replies, understood=True)

    def _store(self, incoming: Incoming, alarm: Alarm | None) -> _Received:
        """Keep the message before anything is done about it; a second copy of it changes nothing."""
        try:
            with self._database.unit_of_work() as session:
                conversation = self._people.meet(session, incoming.channel, incoming.address)
                message = Message(
                    conversation_id=conversation.id,
                    direction=Direction.IN,
                    channel=incoming.channel,
                    external_id=_key(incoming),
                    text=incoming.text or None,
                    payload=incoming.payload,
                    content=_metadata(incoming),
                    danger=alarm.kind.value if alarm else None,
                    state=MessageState.RECEIVED,
                )
                session.add(message)
                session.flush()
                conversation.last_active_at = utc_now()
                return _received(session, conversation, message, incoming)
        except IntegrityError:
            return self._find_answered(incoming)

    def _find_answered(self, incoming: Incoming) -> _Received:
        with self._database.unit_of_work() as session:
            message = session.scalars(
                select(Message).where(
                    Message.channel == incoming.channel, Message.external_id == _key(incoming)
                )
            ).one()
            conversation = session.get_one(Conversation, message.conversation_id)
            if message.state == MessageState.RECEIVED:
                # We were stopped before it was answered: this time it is.
                return _received(session, conversation, message, incoming)
            replies = session.scalars(
                select(Message)
                .where(Message.external_id.startswith(f"answer:{message.id}:", autoescape=True))
                .order_by(Message.id)
            )
            return _Received(
                conversation.id,
                conversation.tracker_id,
                message.id,
                is_repeat=True,
                replies=tuple(reply_of(answer) for answer in replies),
            )

    async def _answer(
        self,
        received: _Received,
        replies: list[Reply],
        state: MessageState = MessageState.ANSWERED,
        *,
        understood: bool = False,
    ) -> Answered:
        said = tuple(reply for reply in replies if reply.text)
        await run_in_threadpool(self._store_answers, received, said, state, understood)
        return Answered(received.conversation_id, received.message_id, said)

    def _store_answers(
        self, received: _Received, replies: tuple[Reply, ...], state: MessageState, understood: bool
    ) -> None:
        with self._database.unit_of_work() as session:
            message = session.get(Message, received.message_id)
            if message is None:
                return  # The resident deleted the conversation in the meantime.
            message.state = state
            conversation = message.conversation
            if understood and received.has_kept:
                conversation.kept_concern_id, conversation.kept_step = None, None
            for position, reply in enumerate(replies):
                session.add(answer_row(message, position, reply))

    def _add_to_kept(self, received: _Received, incoming: Incoming) -> list[Reply]:
        with self._database.unit_of_work() as session:
            conversation = session.get_one(Conversation, received.conversation_id)
            return self._kept.add(session, conversation, incoming)

    def _keep(self, received: _Received, incoming: Incoming) -> list[Reply]:
        with self._database.unit_of_work() as session:
            conversation = session.get_one(Conversation, received.conversation_id)
            return self._kept.keep(session, conversation, incoming)

    def list_messages(self, session: Session, conversation: Conversation) -> list[Message]:
        """All that was said in a conversation, oldest first."""
        return list(
            session.scalars(
                select(Message).where(Message.conversation_id == conversation.id).order_by(Message.id)
            )
        )


def answer_row(message: Message, position: int, reply: Reply) -> Message:
    """The row of an answer; its key makes answering the same message twice impossible."""
    return Message(
        conversation_id=message.conversation_id,
        direction=Direction.OUT,
        channel=message.channel,
        external_id=f"answer:{message.id}:{position}",
        text=reply.text,
        content={
            "buttons": [{"title": b.title, "payload": b.payload} for b in reply.buttons],
            "concern": reply.concern,
        },
        danger=reply.danger,
        # Web answers travel in the response itself; channels that push set QUEUED.
        state=MessageState.SENT,
    )


def reply_of(message: Message) -> Reply:
    """The reply that an outgoing message's row holds."""
    return Reply(
        text=message.text or "",
        buttons=tuple(Button(b["title"], b["payload"]) for b in message.content.get("buttons", ())),
        danger=message.danger,
        concern=message.content.get("concern"),
    )


def _key(incoming: Incoming) -> str:
    return f"{incoming.address}:{incoming.external_id}"[:128]


def _received(
    session: Session, conversation: Conversation, message: Message, incoming: Incoming
) -> _Received:
    return _Received(
        conversation.id,
        conversation.tracker_id,
        message.id,
        has_kept=conversation.kept_concern_id is not None,
        payload=_payload(session, conversation, incoming),
    )


def _payload(session: Session, conversation: Conversation, incoming: Incoming) -> str | None:
    if incoming.payload or incoming.location or incoming.photo_ids:
        return incoming.payload
    return find_typed_button(session, conversation, incoming.text)


def _rasa_message(incoming: Incoming) -> str:
    """What Rasa is told: the pressed button, the words, or that something came without words."""
    if incoming.payload:
        return incoming.payload
    if incoming.text:
        # A leading slash would be read as a button; residents' words are only ever words.
        return incoming.text.lstrip("/ ") or "?"
    return ATTACHMENT


def _metadata(incoming: Incoming) -> dict[str, Any]:
    """What comes along with a message: shared location and photos."""
    content: dict[str, Any] = {}
    if incoming.location:
        content["location"] = list(incoming.location)
    if incoming.photo_ids:
        content["photos"] = list(incoming.photo_ids)
    return content
