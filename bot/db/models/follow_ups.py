"""Follow-ups: the question some weeks after a case was closed, and its answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.concerns import Concern
from bot.domain.follow_ups import FollowUpAnswer, Informed


class FollowUp(Base):
    """Asked once for each closing of a concern; words that come with an answer become a note on it."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("concern_id", "closed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"))
    closed_at: Mapped[datetime] = mapped_column(AwareDateTime)
    """The closing that is asked about."""
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="SET NULL"), index=True
    )
    """Where it was asked, and the only place where it can be answered."""
    asked_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    answer: Mapped[FollowUpAnswer | None] = mapped_column(String(12))
    answered_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    informed_asked_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    informed: Mapped[Informed | None] = mapped_column(String(12))

    concern: Mapped[Concern] = relationship()
