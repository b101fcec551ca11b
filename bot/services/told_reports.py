"""Told reports: finds which report a delivered message of ours was about."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Message, OutgoingMessage
from bot.domain.replies import Incoming


def find_told_reference(session: Session, conversation: Conversation, incoming: Incoming) -> str | None:
    """The reference of the report that the message replied to was about; None for any other message."""
    content = session.scalar(
        select(Message.content)
        .join(OutgoingMessage, OutgoingMessage.message_id == Message.id)
        .where(
            OutgoingMessage.channel == incoming.channel,
            OutgoingMessage.address == incoming.address,
            OutgoingMessage.external_id == incoming.reply_to,
            Message.conversation_id == conversation.id,
        )
        .limit(1)
    )
    concern = (content or {}).get("concern") or {}
    return concern.get("reference")
