"""Conversations: lets danger through first, and has every message stored, answered once, and in order."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.db.base import utc_now
from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.domain.replies import Incoming, Reply
from bot.domain.spoken import speaking, spoken
from bot.errors import RasaUnavailableError, StoppingError
from bot.services.alarms import AlarmService
from bot.services.danger import Alarm
from bot.services.language_choices import read_choice
from bot.services.message_answers import Answered, FoundAnswers, MessageAnswers, works_meanwhile
from bot.services.message_rows import Received
from bot.services.messages import MessageService
from bot.services.removals import RemovalService
from bot.services.turns import Turns
from bot.services.unanswered import UnansweredService

#: The button that deletes the conversation; it never reaches Rasa.
DELETE = '/choose{"value": "delete_conversation"}'
#: For how long Rasa is asked again for somebody who isn't waiting for a response.
_PATIENCE_SECONDS = 15.0
_MOST_TRIES = 5

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ConversationService:
    """Receives residents' messages from every channel."""

    database: Database
    alarms: AlarmService
    messages: MessageService
    answers: MessageAnswers
    removal: RemovalService
    phrases: Phrases
    on_pushed: Callable[[], None] = lambda: None
    """Told, in the event loop, that answers wait in the outbox."""
    _turns: Turns = field(init=False)
    _unanswered: UnansweredService = field(init=False)
    _left: Counter[tuple[str, str]] = field(init=False, default_factory=Counter)
    """Whose messages weren't answered, by channel and address, with the number of tries."""
    _is_stopping: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """What belongs to this hub alone."""
        self._turns = Turns(self.database)
        self._unanswered = UnansweredService(self.database, self.messages.pushed)

    async def receive(self, incoming: Incoming) -> Answered:
        """Take one message and return the answers; a repeat gets the answers of the first time.

        Messages of one person are taken one after another, in the order in which they came; answers on a
        pushed channel are in the outbox when this returns. Raises StoppingError, and
        sqlalchemy.exc.SQLAlchemyError when the database fails.
        """
        # Danger is heard before anything else, waits for nobody, and needs nothing that can be down.
        alarm = self.alarms.hear(incoming)
        if alarm is not None and not alarm.is_opinion:
            return await self._answer_alarm(incoming, alarm)
        async with self._turns.of_address(incoming.channel, incoming.address):
            # A database that fails is heard of when the message is stored; a card is answered without it.
            with suppress(SQLAlchemyError):
                await self._catch_up(incoming.channel, incoming.address)
            return await self._receive(incoming, alarm)

    def card_for(self, incoming: Incoming) -> tuple[Reply, ...]:
        """What is said to danger that the gate hears, with nothing but code; empty when it hears none.

        For a pushed channel: who hears danger lets `receive` answer at once rather than in its turn in the
        inbox, where the message then is a repeat, and sends the card itself while nothing can be stored.
        """
        alarm = self.alarms.hear(incoming)
        return () if alarm is None or alarm.is_opinion else self.alarms.card(alarm)

    @property
    def left(self) -> list[tuple[str, str]]:
        """Channel and address of everybody who is known to be owed an answer."""
        return list(self._left)

    async def find_left(self, older_than: timedelta) -> None:
        """Find whose messages were stored so long ago and never answered; those go before later ones."""
        for key in await self.database.run(self._unanswered.list_left, utc_now() - older_than):
            self._left.setdefault(key, 0)

    async def catch_up(self, channel: str, address: str) -> None:
        """Answer what somebody wrote and got no answer to; they find it in the transcript."""
        async with self._turns.of_address(channel, address):
            await self._catch_up(channel, address)

    async def stop(self, seconds: float) -> bool:
        """Wait so long for messages to be answered that are being answered; whether all were.

        What can't be answered from now on waits for the next start, rather than for a person.
        """
        self._is_stopping = True
        return await self._turns.all_ended(seconds)

    async def _catch_up(self, channel: str, address: str) -> None:
        key = (channel, address)
        if key not in self._left:
            return
        tries = self._left[key] + 1
        for incoming in await self.database.run(self._unanswered.list_of, channel, address):
            try:
                await self._receive(incoming, self.alarms.hear(incoming))
            except (asyncio.CancelledError, StoppingError):
                raise
            except Exception as error:  # noqa: BLE001  whatever it was, later messages go on
                _log.warning("a message could not be answered (%s), try %d", type(error).__name__, tries)
                if tries >= _MOST_TRIES:
                    await self.database.run(self._unanswered.give_up, incoming)
                self._left[key] = tries
                return
        self._left.pop(key, None)

    async def _receive(self, incoming: Incoming, alarm: Alarm | None) -> Answered:
        if alarm is not None and await self.alarms.holds(alarm, incoming):
            return await self._answer_alarm(incoming, alarm)
        received = await self.database.run(self.messages.store, incoming, None)
        if received.is_repeat:
            return _repeated(received)
        try:
            return await self._take_turn(received, incoming)
        except BaseException:
            if incoming.channel not in self.messages.pushed:
                self._left.setdefault((incoming.channel, incoming.address), 0)
            raise

    async def _take_turn(self, received: Received, incoming: Incoming) -> Answered:
        async with self._turns.of_conversation(received.conversation_id) as has_waited:
            if has_waited or (received.was_stored and self.database.is_shared):
                found = await self.database.run(self.messages.find, incoming)
                received = found or received
                if received.is_repeat:
                    return _repeated(received)
            with speaking(received.language):
                payload = self.answers.find_button(received, incoming)
                return await self._answer_in_turn(received, replace(incoming, payload=payload))

    async def _answer_in_turn(self, received: Received, incoming: Incoming) -> Answered:
        if incoming.payload == DELETE:
            await self.removal.remove(incoming.channel, incoming.address)
            replies = (self.phrases.reply("deleted"),)
            await self.database.run(self.messages.push, received, replies)
            return self._answered(received, replies)
        if received.is_blocked and read_choice(incoming.payload) is None:
            return await self._store(received, await self.database.run(self.answers.refuse, received))
        if received.is_taken_over and not works_meanwhile(incoming.payload):
            # Somebody of the staff reads it and answers: the dialogue is told nothing.
            return await self._store(received, FoundAnswers(()))
        patience = _PATIENCE_SECONDS if incoming.channel in self.messages.pushed else 0.0
        try:
            found = await self.answers.find(received, incoming, 0.0 if self._is_stopping else patience)
        except RasaUnavailableError:
            if self._is_stopping:
                raise StoppingError("stopped before the message was answered") from None
            found = await asyncio.to_thread(self.answers.keep, received, incoming)
        return await self._store(received, found)

    async def _answer_alarm(self, incoming: Incoming, alarm: Alarm) -> Answered:
        try:
            received = await self.database.run(self.messages.store, incoming, alarm)
            if received.is_repeat:
                return _repeated(received)
            with speaking(received.language):
                return await self._store(received, FoundAnswers(self.alarms.card(alarm)))
        except SQLAlchemyError as error:
            _log.error("a danger card could not be stored: %s", type(error).__name__)
            if incoming.channel in self.messages.pushed:
                raise  # Nothing would send it: the update is tried again.
            return Answered("", 0, self.alarms.card(alarm), is_stored=False)

    async def _store(self, received: Received, found: FoundAnswers) -> Answered:
        said = tuple(
            replace(reply, language=reply.language or spoken()) for reply in found.replies if reply.text
        )
        await self.database.run(
            self.messages.store_answers, received, said, found.state, understood=found.understood
        )
        return replace(self._answered(received, said), chosen_language=found.chosen_language)

    def _answered(self, received: Received, replies: tuple[Reply, ...]) -> Answered:
        if received.channel in self.messages.pushed:
            self.on_pushed()
        return Answered(received.conversation_id, received.message_id, replies)


def _repeated(received: Received) -> Answered:
    return Answered(received.conversation_id, received.message_id, received.replies, is_repeat=True)
