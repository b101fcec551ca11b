"""Translates between messages and the rows that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.db.models import Direction, Message, MessageState
from bot.domain.replies import Button, Incoming, Reply
from bot.domain.spoken import spoken
from bot.services.danger import Alarm

_LONGEST_KEY = 128


@dataclass(frozen=True, slots=True)
class Received:
    """A stored message and what is needed to answer it."""

    conversation_id: str
    tracker_id: str
    message_id: int
    channel: str
    address: str
    language: str
    """The language in which the person is answered (ISO 639-1)."""
    was_stored: bool = False
    """Whether it was stored before, and nobody has answered it since."""
    is_repeat: bool = False
    """Whether it was answered before."""
    has_kept: bool = False
    """Whether a concern collects what is said while understanding is down."""
    is_adding: bool = False
    """Whether the resident was asked what to add to a report that was sent."""
    is_surveying: bool = False
    """Whether a survey is being answered."""
    is_taken_over: bool = False
    """Whether a member of staff answers instead of the dialogue."""
    is_blocked: bool = False
    """Whether staff keep the person out of the chat."""
    payload: str | None = None
    """The button that was pressed, or whose title was typed."""
    replies: tuple[Reply, ...] = ()
    """The answers of the first time, for a repeat."""


def message_row(conversation_id: str, incoming: Incoming, alarm: Alarm | None) -> dict[str, Any]:
    """The row of a message that came in; its key makes taking the same message twice impossible."""
    return {
        "conversation_id": conversation_id,
        "direction": Direction.IN,
        "channel": incoming.channel,
        "external_id": message_key(incoming),
        "text": incoming.text or None,
        "payload": incoming.payload,
        "content": {**attachments(incoming), **_references(incoming)},
        "danger": alarm.kind.value if alarm else None,
        "state": MessageState.RECEIVED,
    }


def answer_row(received: Received, position: int, reply: Reply, state: MessageState) -> dict[str, Any]:
    """The row of an answer; its key makes answering the same message twice impossible."""
    return {
        "conversation_id": received.conversation_id,
        "direction": Direction.OUT,
        "channel": received.channel,
        "external_id": answer_key(received, position),
        "text": reply.text,
        "content": {
            "buttons": [button.as_json() for button in reply.buttons],
            "concern": reply.concern,
            "language": reply.language or spoken(),
            **({"asks_place": True} if reply.asks_place else {}),
        },
        "danger": reply.danger,
        "state": state,
    }


def answer_key(received: Received, position: int) -> str:
    """Says which answer to which message it is."""
    return f"answer:{received.message_id}:{position}"


def reply_of(message: Message) -> Reply:
    """The reply that an outgoing message's row holds."""
    return Reply(
        text=message.text or "",
        buttons=tuple(Button.from_json(button) for button in message.content.get("buttons", ())),
        danger=message.danger,
        concern=message.content.get("concern"),
        language=message.content.get("language"),
        asks_place=bool(message.content.get("asks_place")),
    )


def attachments(incoming: Incoming) -> dict[str, Any]:
    """What comes along with a message: shared location and photos."""
    content: dict[str, Any] = {}
    if incoming.location:
        content["location"] = list(incoming.location)
    if incoming.photo_ids:
        content["photos"] = list(incoming.photo_ids)
    return content


def _references(incoming: Incoming) -> dict[str, Any]:
    """Which other messages it is about, by the channel's keys."""
    about = {"reply_to": incoming.reply_to, "edits": incoming.edits}
    return {name: key for name, key in about.items() if key is not None}


def message_key(incoming: Incoming) -> str:
    """Says which message it is, among all of its channel."""
    return f"{incoming.address}:{incoming.external_id}"[:_LONGEST_KEY]


def incoming_of(message: Message, address: str) -> Incoming:
    """What came in from that address, as its row holds it."""
    location = message.content.get("location")
    return Incoming(
        channel=message.channel,
        address=address,
        external_id=message.external_id.removeprefix(f"{address}:"),
        text=message.text or "",
        payload=message.payload,
        location=(location[0], location[1]) if location else None,
        photo_ids=tuple(message.content.get("photos", ())),
        reply_to=message.content.get("reply_to"),
        edits=message.content.get("edits"),
    )
