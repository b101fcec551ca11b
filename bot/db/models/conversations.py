"""Conversations and their messages; a message's row is inbox and outbox at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, random_key, utc_now
from bot.db.models.people import Person


class Direction(StrEnum):
    """Whether a message came from the resident or goes to them."""

    IN = "in"
    OUT = "out"


class MessageState(StrEnum):
    """How far a message is: received -> answered, or queued -> sent (or failed)."""

    RECEIVED = "received"
    ANSWERED = "answered"
    KEPT = "kept"
    """Understanding was down: kept, to be looked at by a person."""
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Conversation(Base):
    """What one person says and hears on one channel."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_key)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    tracker_id: Mapped[str] = mapped_column(String(22), unique=True, default=random_key)
    """The name under which Rasa knows this conversation; says nothing about the person."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    last_active_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now, index=True)
    kept_concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id", ondelete="SET NULL"))
    """The concern that collects what was said while understanding is down; None while it works."""
    kept_step: Mapped[str | None] = mapped_column(String(16))
    """What is being added to that concern: `place` or `contact`."""
    adding_to: Mapped[str | None] = mapped_column(String(16))
    """Reference of the person's report that their next message is added to, when they asked for that."""
    surveying: Mapped[int | None]
    """The opening of the survey that is being answered; None while nothing is, or it is paused."""
    takeover_id: Mapped[int | None]
    """The takeover during which a member of staff answers here; None while the dialogue does."""
    acted: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    """What actions did for the latest message, by `bot.services.acts`; where there is a draft, it knows."""
    claimed_until: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """Until when one of several hubs works on it alone; None with a single one."""

    person: Mapped[Person] = relationship()
    messages: Mapped[list[Message]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", order_by="Message.id"
    )
    draft: Mapped[Draft | None] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", uselist=False
    )


class Message(Base):
    """One thing said, by either side."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix__message__state_direction", "state", "direction"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    direction: Mapped[Direction] = mapped_column(String(4))
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(128))
    """The channel's key for an incoming message; for an outgoing one a key that makes a repeat impossible."""
    text: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(512))
    """What a pressed button stands for."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The rest: buttons, location, photos, concern."""
    danger: Mapped[str | None] = mapped_column(String(32))
    """Kind of danger that the gate heard in it, or that this answer is the card for."""
    state: Mapped[MessageState] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    changed_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When what was said was changed or taken back where it stands; only news are."""

    conversation: Mapped[Conversation] = relationship(back_populates="messages")


class Draft(Base):
    """A report that is being told and is not sent yet; survives any restart."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_key)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), unique=True
    )
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What `bot.domain.drafts.ReportDraft` holds, as JSON."""
    acted: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What actions did for the latest message, by `bot.services.acts`: changes together with the body."""
    updated_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now, onupdate=utc_now)

    conversation: Mapped[Conversation] = relationship(back_populates="draft")
