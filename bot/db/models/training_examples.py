"""Examples for training: which concerns are looked at, and what staff made of their words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.concerns import Concern
from bot.db.models.conversations import Message
from bot.domain.training_examples import ExampleSource, ExampleState


class TrainingExample(Base):
    """One message that may teach the model; the resident's own words stay with the concern."""

    __tablename__ = "training_example"
    __table_args__ = (Index("ix__training_example__state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int | None] = mapped_column(
        ForeignKey("concern.id", ondelete="CASCADE"), unique=True, index=True
    )
    """None for what is approved, which names no report, and for a message of the chat."""
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), unique=True, index=True
    )
    """The message by which a resident said that they were understood wrongly."""
    source: Mapped[ExampleSource] = mapped_column(String(16))
    state: Mapped[ExampleState] = mapped_column(String(12), default=ExampleState.OPEN)
    label: Mapped[str | None] = mapped_column(String(60))
    """The intent that it stands for."""
    text: Mapped[str | None] = mapped_column(String(500))
    """The words without personal data, as an officer left them."""
    labelled_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    approved_at: Mapped[datetime | None] = mapped_column(AwareDateTime)

    concern: Mapped[Concern | None] = relationship()
    message: Mapped[Message | None] = relationship()
