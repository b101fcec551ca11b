"""What is pushed to people: written with what caused it, sent by a worker, each message once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now
from bot.domain.outgoing import Priority


class OutgoingState(StrEnum):
    """How far a message is: waiting -> claimed -> sent, or given up for staff to look at."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    GIVEN_UP = "given_up"
    LEFT_OUT = "left_out"
    """The same question follows in the same burst, or whom a broadcast is for stopped meanwhile."""


class OutgoingMessage(Base):
    """One message on its way to an address."""

    __tablename__ = "outgoing_message"
    __table_args__ = (
        Index("ix__outgoing_message__state_priority_id", "state", "priority", "id"),
        Index("ix__outgoing_message__channel_address_state", "channel", "address", "state"),
        # Never two at once to one address, whoever claims them.
        Index(
            "uq__outgoing_message__claimed_address",
            "channel",
            "address",
            unique=True,
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    """Says which message it is, so that a repeat of what caused it changes nothing."""
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(128))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The reply, by `Reply.to_json`; emptied once sent where `message_id` has it."""
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    """The answer in the transcript that this delivers, if it is one."""
    priority: Mapped[int] = mapped_column(default=Priority.ANSWER)
    state: Mapped[OutgoingState] = mapped_column(String(12), default=OutgoingState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was begun."""
    due_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """Not before this moment."""
    claimed_until: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When whoever works on it is taken for dead."""
    reason: Mapped[str | None] = mapped_column(String(60))
    """The channel's key for the latest failure, never what was said."""
    external_id: Mapped[str | None] = mapped_column(String(128))
    """The channel's key for the delivered message."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    sent_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
