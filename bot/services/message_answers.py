"""Finds the answers to a stored message: from what a resident was asked last, from Rasa, or from a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from bot.db.models import Conversation, MessageState
from bot.db.session import Database
from bot.domain.replies import Incoming, Reply
from bot.errors import RasaUnavailableError
from bot.services.acts import end_acts
from bot.services.blocked_answers import BlockedAnswers
from bot.services.edited_messages import EditedMessageService
from bot.services.follow_up_answers import FollowUpAnswers, is_about_follow_up
from bot.services.kept_messages import KeptMessageService
from bot.services.language_choices import read_choice
from bot.services.languages import LanguageService
from bot.services.message_rows import Received, attachments
from bot.services.named_reports import NamedReportService, names_report
from bot.services.news_choices import is_about_news
from bot.services.subscription_turns import SubscriptionTurns
from bot.services.survey_chat import SurveyChatService
from bot.services.survey_words import is_about_survey

#: What Rasa is told when a photo or a location came without words.
ATTACHMENT = '/choose{"value": "attachment"}'


class UnderstandsDialogue(Protocol):
    """Rasa, or a stand-in for it."""

    async def send(self, tracker_id: str, message: str, metadata: dict[str, Any]) -> list[Reply]:
        """Give it one message and return its answers; raises RasaUnavailableError.

        `metadata["message"]` says which message it is: one that was given before gets the same answers.
        """


def works_meanwhile(payload: str | None) -> bool:
    """Whether a button does its work also while somebody of the staff is in the conversation."""
    return read_choice(payload) is not None or is_about_news(payload) or is_about_follow_up(payload)


@dataclass(frozen=True, slots=True)
class FoundAnswers:
    """The answers to a message, and what becomes of it with them."""

    replies: tuple[Reply, ...]
    state: MessageState = MessageState.ANSWERED
    understood: bool = False
    """Whether Rasa gave them, so that nothing needs to be kept for a person any more."""
    chosen_language: str | None = None
    """The language that the person chose with the message (ISO 639-1)."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a message brought about."""

    conversation_id: str
    message_id: int
    replies: tuple[Reply, ...]
    is_repeat: bool = False
    is_stored: bool = True
    """False when the database failed: then nothing but a danger card is answered."""
    chosen_language: str | None = None
    """The language that the person chose with it (ISO 639-1)."""

    @property
    def concern(self) -> dict[str, Any] | None:
        """The concern that was filed or asked about, if any."""
        return next((reply.concern for reply in reversed(self.replies) if reply.concern), None)


@dataclass(frozen=True, slots=True)
class MessageAnswers:
    """Finds answers; stores none."""

    database: Database
    rasa: UnderstandsDialogue
    kept: KeptMessageService
    named: NamedReportService
    edited: EditedMessageService
    languages: LanguageService
    news: SubscriptionTurns
    surveys: SurveyChatService
    follow_ups: FollowUpAnswers
    blocked: BlockedAnswers

    def find_button(self, received: Received, incoming: Incoming) -> str | None:
        """The button that was pressed, or is meant by what was typed in the language that is spoken."""
        return received.payload or self.languages.find_answer(incoming)

    async def find(
        self, received: Received, incoming: Incoming, patience_seconds: float = 0.0
    ) -> FoundAnswers:
        """The answers; a message that Rasa can't take is kept for a person.

        `patience_seconds` is for how long Rasa is asked again where nobody waits for a response.
        """
        chosen = read_choice(incoming.payload)
        if chosen is not None:
            switched = await run_in_threadpool(self._choose_language, received, incoming)
            return FoundAnswers(tuple(switched), chosen_language=chosen)
        if is_about_news(incoming.payload):
            news = await run_in_threadpool(self._take_news, received, incoming)
            if news:
                return FoundAnswers(tuple(news))
            # The words were no place: they mean something else.
            incoming = replace(incoming, payload=None)
        told = await self._find_without_rasa(received, incoming)
        if told:
            return FoundAnswers(told)
        return FoundAnswers(await self._ask_rasa(received, incoming, patience_seconds), understood=True)

    async def _find_without_rasa(self, received: Received, incoming: Incoming) -> tuple[Reply, ...]:
        """What is no matter for Rasa: an answer in a survey, more about a report that was sent or kept."""
        takers = (
            (is_about_follow_up(incoming.payload), self._take_follow_up),
            (received.is_surveying or is_about_survey(incoming.payload), self._take_survey),
            (received.has_kept, self._add_to_kept),
            (incoming.edits is not None, self._take_edited),
            (received.is_adding or names_report(incoming), self._take_named),
        )
        for applies, take in takers:
            told = await run_in_threadpool(take, received, incoming) if applies else None
            if told:
                return tuple(told)
        return ()

    @contextmanager
    def _conversation(self, received: Received) -> Iterator[tuple[Session, Conversation]]:
        """The conversation that the message came in, in a unit of work."""
        with self.database.unit_of_work() as session:
            yield session, session.get_one(Conversation, received.conversation_id)

    def refuse(self, received: Received) -> FoundAnswers:
        """What somebody is told whom staff keep out."""
        with self._conversation(received) as (session, conversation):
            return FoundAnswers(tuple(self.blocked.answer(session, conversation)))

    def keep(self, received: Received, incoming: Incoming) -> FoundAnswers:
        """Give up on Rasa: keep the message for a person, or say what its actions said if they did all."""
        with self._conversation(received) as (session, conversation):
            # Whatever Rasa still does for it would come on top of what is done here.
            said = end_acts(conversation, received.message_id)
            if said and conversation.draft is None:
                return FoundAnswers(tuple(said))
            kept = self.kept.keep(session, conversation, incoming, is_told=bool(said))
            return FoundAnswers(tuple(kept), MessageState.KEPT)

    async def _ask_rasa(self, received: Received, incoming: Incoming, seconds: float) -> tuple[Reply, ...]:
        metadata = {
            **attachments(incoming),
            "message": received.message_id,
            "language": received.language,
        }
        ask = self.rasa.send
        if seconds:
            ask = AsyncRetrying(
                stop=stop_after_delay(seconds),
                wait=wait_random_exponential(multiplier=0.5, max=3),
                retry=retry_if_exception_type(RasaUnavailableError),
                reraise=True,
            ).wraps(ask)
        replies = await ask(received.tracker_id, _rasa_message(incoming), metadata)
        said = tuple(reply for reply in replies if reply.text)
        if not said:
            raise RasaUnavailableError("Rasa answered nothing")
        return said

    def _add_to_kept(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            return self.kept.add(session, conversation, incoming)

    def _take_survey(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            return self.surveys.take(session, conversation, received.message_id, incoming)

    def _choose_language(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            return self.languages.choose(session, conversation, incoming.payload or "")

    def _take_news(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            return self.news.take(session, conversation, incoming)

    def _take_named(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            told = self.named.take(session, conversation, received.message_id, incoming)
            return told + self.follow_ups.go_on(session, conversation) if told else []

    def _take_follow_up(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            return self.follow_ups.take(session, conversation, incoming.payload or "")

    def _take_edited(self, received: Received, incoming: Incoming) -> list[Reply]:
        with self._conversation(received) as (session, conversation):
            return self.edited.take(session, conversation, received.message_id, incoming)


def _rasa_message(incoming: Incoming) -> str:
    """What Rasa is told: the pressed button, the words, or that something came without words."""
    if incoming.payload:
        return incoming.payload
    if incoming.text:
        # A leading slash would be read as a button; residents' words are only ever words.
        return incoming.text.lstrip("/ ") or "?"
    return ATTACHMENT
