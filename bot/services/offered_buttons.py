"""Buttons that were offered on a pushed channel: signs them for one chat, and finds what a press means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, Signer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message, OutgoingMessage
from bot.services.people import PeopleService

_SALT = "offered-button:"


@dataclass(frozen=True, slots=True)
class OfferedButtons:
    """A signed button says which answer it stands under, and is worth nothing in any other chat."""

    key: str
    """The product's key for signing."""
    channel: str
    people: PeopleService

    def sign(self, address: str, message_key: str, position: int) -> str:
        """What a button carries: about 27 characters beside the key."""
        return self._signer(address).sign(f"{message_key}:{position}").decode("ascii")

    def find(self, session: Session, address: str, data: str, pressed_under: str) -> str | None:
        """The payload of a button that we offered in that chat; None for any other data.

        `pressed_under` is the channel's key for the message. None too when the conversation in which it was
        offered is gone: its messages' numbers may have been given to others since.
        """
        try:
            signed = self._signer(address).unsign(data).decode("ascii")
        except (BadSignature, UnicodeError):
            return None
        message_key, _, position = signed.rpartition(":")
        conversation = self.people.find_conversation(session, self.channel, address)
        found = self._find_delivered(session, conversation, message_key) if conversation else None
        found = found or self._find_broadcast(session, address, message_key)
        if found is None or found[1] not in {None, pressed_under}:
            return None
        buttons = found[0].get("buttons", ())
        return buttons[int(position)]["payload"] if int(position) < len(buttons) else None

    def _find_delivered(
        self, session: Session, conversation: Conversation, message_key: str
    ) -> tuple[dict[str, Any], str | None] | None:
        """What the answer holds, and the channel's key for it once its delivery was written down."""
        row = session.execute(
            select(Message.content, OutgoingMessage.external_id)
            .outerjoin(OutgoingMessage, OutgoingMessage.message_id == Message.id)
            .where(
                Message.conversation_id == conversation.id,
                Message.direction == Direction.OUT,
                Message.external_id == message_key,
            )
        ).first()
        return (row[0], row[1]) if row is not None else None

    def _find_broadcast(
        self, session: Session, address: str, message_key: str
    ) -> tuple[dict[str, Any], str | None] | None:
        """The same of a message to many people, which stands in no transcript."""
        row = session.execute(
            select(OutgoingMessage.content, OutgoingMessage.external_id).where(
                OutgoingMessage.key == message_key,
                OutgoingMessage.channel == self.channel,
                OutgoingMessage.address == address,
                OutgoingMessage.message_id.is_(None),
            )
        ).first()
        return (row[0], row[1]) if row is not None else None

    def _signer(self, address: str) -> Signer:
        return Signer(self.key, salt=f"{_SALT}{self.channel}:{address}")
