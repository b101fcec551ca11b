"""Conversations: lets danger through first, asks Rasa, and keeps what it can't answer for a person."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any, Protocol
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool

from bot.db.models import Conversation, MessageState
from bot.db.session import Database
from bot.domain.danger_kinds import DangerKind
from bot.domain.drafts import ReportDraft
from bot.domain.phrases import Phrases
from bot.domain.replies import Incoming, Reply
from bot.domain.short_answers import is_short_answer
from bot.domain.spoken import speaking, spoken
from bot.errors import RasaUnavailableError
from bot.services.danger import Alarm, DangerService
from bot.services.kept_messages import KeptMessageService
from bot.services.language_choices import read_choice
from bot.services.languages import LanguageService
from bot.services.messages import MessageService, Received, attachments
from bot.services.named_reports import NamedReportService, names_report
from bot.services.people import PeopleService
from bot.services.removals import RemovalService

#: What Rasa is told when a photo or a location came without words.
ATTACHMENT = '/choose{"value": "attachment"}'
#: The button that deletes the conversation; it never reaches Rasa.
DELETE = '/choose{"value": "delete_conversation"}'
#: The language in which the hub's people answer.
_LANGUAGE = "en"


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
    chosen_language: str | None = None
    """The language that the person chose with it (ISO 639-1)."""

    @property
    def concern(self) -> dict[str, Any] | None:
        """The concern that was filed or asked about, if any."""
        return next((reply.concern for reply in reversed(self.replies) if reply.concern), None)


class ConversationService:
    """Receives residents' messages from every channel."""

    def __init__(
        self,
        database: Database,
        people: PeopleService,
        danger: DangerService,
        rasa: UnderstandsDialogue,
        kept: KeptMessageService,
        named: NamedReportService,
        removal: RemovalService,
        phrases: Phrases,
        languages: LanguageService,
    ) -> None:
        self._database = database
        self._people = people
        self._messages = MessageService(database, people)
        self._danger = danger
        self._rasa = rasa
        self._kept = kept
        self._named = named
        self._removal = removal
        self._phrases = phrases
        self._languages = languages
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
        if alarm is not None and alarm.is_opinion and await self._database.run(self._answers_us, incoming):
            alarm = None
        received = await self._database.run(self._messages.store, incoming, alarm)
        if received.is_repeat:
            return Answered(received.conversation_id, received.message_id, received.replies, is_repeat=True)
        with speaking(received.language):
            return await self._respond(received, incoming, alarm)

    async def _respond(self, received: Received, incoming: Incoming, alarm: Alarm | None) -> Answered:
        if alarm is not None:
            return await self._answer(received, [*self._danger.replies(alarm), *self._offer_person(alarm)])
        incoming = replace(incoming, payload=received.payload or self._languages.find_answer(incoming))
        chosen = read_choice(incoming.payload)
        if chosen is not None:
            told = await run_in_threadpool(self._choose_language, received, incoming)
            return replace(await self._answer(received, told), chosen_language=chosen)
        if incoming.payload == DELETE:
            await self._removal.remove(incoming.channel, incoming.address)
            return Answered(received.conversation_id, received.message_id, (self._phrases.reply("deleted"),))
        if received.has_kept:
            added = await run_in_threadpool(self._add_to_kept, received, incoming)
            if added:
                return await self._answer(received, added)
        if received.is_adding or names_report(incoming):
            about_sent = await run_in_threadpool(self._take_named, received, incoming)
            if about_sent:
                return await self._answer(received, about_sent)
        return await self._ask_rasa(received, incoming)

    def _offer_person(self, alarm: Alarm) -> list[Reply]:
        """Somebody at breaking point is asked whether a person may get in touch; part of the card."""
        if alarm.kind is not DangerKind.SUICIDE_SELF_HARM or alarm.language != _LANGUAGE:
            return []
        return [replace(self._phrases.reply("human_after_danger"), danger=alarm.kind.value)]

    async def _ask_rasa(self, received: Received, incoming: Incoming) -> Answered:
        try:
            replies = await self._rasa.send(
                received.tracker_id,
                _rasa_message(incoming),
                {**attachments(incoming), "language": received.language},
            )
            if not any(reply.text for reply in replies):
                raise RasaUnavailableError("Rasa answered nothing")
        except RasaUnavailableError:
            kept = await run_in_threadpool(self._keep, received, incoming)
            return await self._answer(received, kept, state=MessageState.KEPT)
        return await self._answer(received, replies, understood=True)

    async def _answer(
        self,
        received: Received,
        replies: list[Reply],
        state: MessageState = MessageState.ANSWERED,
        *,
        understood: bool = False,
    ) -> Answered:
        said = tuple(replace(r, language=r.language or spoken()) for r in replies if r.text)
        await self._database.run(self._messages.store_answers, received, said, state, understood=understood)
        return Answered(received.conversation_id, received.message_id, said)

    def _add_to_kept(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._database.unit_of_work() as session:
            conversation = session.get_one(Conversation, received.conversation_id)
            return self._kept.add(session, conversation, incoming)

    def _answers_us(self, incoming: Incoming) -> bool:
        """Whether it is a short answer in a report, of which the gate alone is the judge."""
        with self._database.unit_of_work() as session:
            conversation = self._people.find_conversation(session, incoming.channel, incoming.address)
            if conversation is None or conversation.draft is None:
                return False
            return is_short_answer(ReportDraft.from_json(conversation.draft.body), incoming.text)

    def _choose_language(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._database.unit_of_work() as session:
            conversation = session.get_one(Conversation, received.conversation_id)
            return self._languages.choose(session, conversation, incoming.payload or "")

    def _take_named(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._database.unit_of_work() as session:
            conversation = session.get_one(Conversation, received.conversation_id)
            return self._named.take(session, conversation, received.message_id, incoming)

    def _keep(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._database.unit_of_work() as session:
            conversation = session.get_one(Conversation, received.conversation_id)
            return self._kept.keep(session, conversation, incoming)


def _rasa_message(incoming: Incoming) -> str:
    """What Rasa is told: the pressed button, the words, or that something came without words."""
    if incoming.payload:
        return incoming.payload
    if incoming.text:
        # A leading slash would be read as a button; residents' words are only ever words.
        return incoming.text.lstrip("/ ") or "?"
    return ATTACHMENT
