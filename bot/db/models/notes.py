"""Notes: what residents add to a report after it was sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now

if TYPE_CHECKING:
    from bot.db.models.concerns import Concern


class Note(Base):
    """One thing added to a concern; goes when the concern goes."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), unique=True)
    """The message that said it: it adds nothing twice. None once the conversation was deleted."""
    text: Mapped[str] = mapped_column(Text)
    """The resident's words; empty when only photos came."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    concern: Mapped[Concern] = relationship(back_populates="notes")
