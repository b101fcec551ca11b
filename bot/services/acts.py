"""Acts: what Rasa's actions did for a message, so that a call that comes again does nothing twice.

Whoever is stopped in the middle, hub or Rasa, has the message done again from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.db.late_writes import write_late
from bot.db.models import Conversation
from bot.domain.replies import Reply
from bot.errors import MessageOverError

_MOST_OVER = 8

type Done = tuple[list[Reply], list[dict[str, Any]]]
"""What an action says, and its events."""


@dataclass(frozen=True, slots=True)
class ActionCall:
    """One call of an action."""

    message_id: int
    """The message that it is for."""
    place: str
    """Which call for that message it is: the same when the message is done again."""


def act_once(session: Session, conversation: Conversation, call: ActionCall, act: Callable[[], Done]) -> Done:
    """Act and keep what came of it with the conversation, or give what came of it the first time.

    Raises MessageOverError when the message was answered without Rasa.
    """
    if call.message_id in (conversation.acted or {}).get("over", ()):
        raise MessageOverError("this message was answered without Rasa")
    calls = _calls(conversation, call.message_id)
    if call.place in calls:
        done = calls[call.place]
        return [Reply.from_json(reply) for reply in done["replies"]], done["events"]
    replies, events = act()
    calls[call.place] = {"replies": [reply.to_json() for reply in replies], "events": events}
    acted = {"message": call.message_id, "calls": calls}
    if conversation.draft is not None:
        # Its row is written anyway.
        write_late(session, conversation.draft, acted=acted)
    else:
        write_late(session, conversation, acted={**(conversation.acted or {}), **acted})
    return replies, events


def end_acts(conversation: Conversation, message_id: int) -> list[Reply]:
    """Let no action be run for that message any more; what those said that were."""
    kept = conversation.acted or {}
    conversation.acted = {**kept, "over": [*kept.get("over", ()), message_id][-_MOST_OVER:]}
    calls = _calls(conversation, message_id)
    return [Reply.from_json(reply) for done in calls.values() for reply in done["replies"]]


def _calls(conversation: Conversation, message_id: int) -> dict[str, Any]:
    """What was done for the message, by its place, in order: before there was a draft, and since."""
    found: dict[str, Any] = {}
    for kept in (conversation.acted, conversation.draft.acted if conversation.draft else None):
        if kept and kept.get("message") == message_id:
            found |= kept["calls"]
    return found
