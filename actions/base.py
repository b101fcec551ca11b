"""What every action shares: it runs one unit of work on the conversation that Rasa speaks of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, undefer

from bot.db.models import Conversation
from bot.db.session import Database
from bot.domain.danger_languages import ENGLISH
from bot.domain.replies import Reply
from bot.domain.spoken import speaking, spoken
from bot.errors import NotFoundError
from bot.services.acts import ActionCall, act_once
from bot.services.answers import AnswerService
from bot.services.danger import DangerService
from bot.services.draft_answers import Said
from bot.services.drafts import DraftService
from bot.services.report_ends import ReportEndService

Events = list[dict[str, Any]]

# Asked by every action, and made once: making it takes as long as asking.
_CONVERSATION = (
    select(Conversation)
    .where(Conversation.tracker_id == bindparam("tracker_id"))
    .options(joinedload(Conversation.draft), undefer(Conversation.acted))
)

#: Told, at every action, for which message it ran, what it said, and whether it was the message's last.
type NoteSaid = Callable[[int, list[Reply], bool], Awaitable[None]]


async def note_nothing(_message_id: int, _replies: list[Reply], _is_last: bool) -> None:
    """For a hub that answers only when Rasa is done."""


@dataclass(frozen=True, slots=True)
class ActionServices:
    """What actions may call."""

    database: Database
    drafts: DraftService
    ends: ReportEndService
    answers: AnswerService
    danger: DangerService
    note: NoteSaid = field(default=note_nothing)


class HubAction(Action, ABC):
    """An action that calls the hub's services; runs where the database is best waited for."""

    def __init__(self, services: ActionServices) -> None:
        self.services = services

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Do the work, say the replies and return what happened."""
        replies, events = await self.services.database.run(self._in_unit_of_work, tracker)
        call = call_of(tracker, self.name())
        if call is not None:
            await self.services.note(call.message_id, replies, self.is_last(tracker, events))
        for reply in replies:
            say(dispatcher, reply)
        return events

    def is_last(self, tracker: Tracker, events: Events) -> bool:
        """Whether our rules run nothing else for the message after this; False where they may."""
        return False

    @abstractmethod
    def act(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Do the work inside an open unit of work."""

    def _in_unit_of_work(self, tracker: Tracker) -> tuple[list[Reply], Events]:
        with self.services.database.unit_of_work() as session:
            conversation = session.scalar(_CONVERSATION, {"tracker_id": tracker.sender_id})
            if conversation is None:
                raise NotFoundError("Rasa speaks of a conversation that the hub doesn't have")
            with speaking(_language(conversation, tracker)):
                call = call_of(tracker, self.name())
                if call is None:
                    return self._act_in_language(session, conversation, tracker)
                return act_once(
                    session, conversation, call, lambda: self._act_in_language(session, conversation, tracker)
                )

    def _act_in_language(
        self, session: Session, conversation: Conversation, tracker: Tracker
    ) -> tuple[list[Reply], Events]:
        """Do the work and note in which language the replies are."""
        replies, events = self.act(session, conversation, tracker)
        return [replace(reply, language=reply.language or spoken()) for reply in replies], events


def call_of(tracker: Tracker, name: str) -> ActionCall | None:
    """Which call of which message this is; None when Rasa was given the message by nobody of ours."""
    message: dict[str, Any] = tracker.latest_message or {}
    message_id = (message.get("metadata") or {}).get("message")
    # Rasa sends what happened since the message: the same each time that the message is done.
    return None if message_id is None else ActionCall(message_id, f"{len(tracker.events)}:{name}")


def _language(conversation: Conversation, tracker: Tracker) -> str:
    """The language of the report that is being told, else the one in which the person is answered."""
    told_in = conversation.draft.body.get("language") if conversation.draft is not None else None
    metadata: dict[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    return told_in or metadata.get("language") or ENGLISH


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Send a reply whole, so that nothing of it is lost on the way through Rasa."""
    dispatcher.utter_message(json_message=reply.to_json())


def said(tracker: Tracker) -> Said:
    """What the resident just said, with what Rasa made of it."""
    message: dict[str, Any] = tracker.latest_message or {}
    intent: dict[str, Any] = message.get("intent") or {}
    metadata: dict[str, Any] = message.get("metadata") or {}
    location = metadata.get("location")
    name = intent.get("name") or ""
    text = message.get("text") or ""
    return Said(
        # A pressed button arrives as `/intent`: that is no wording of the resident's.
        text="" if text.startswith("/") else text,
        intent=name,
        confidence=float(intent.get("confidence") or 0.0),
        value=next(tracker.get_latest_entity_values("value"), None) if name == "choose" else None,
        location=(float(location[0]), float(location[1])) if location else None,
        photo_ids=tuple(metadata.get("photos") or ()),
    )
