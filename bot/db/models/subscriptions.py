"""Subscriptions: what news somebody wants, how often, and what waits for them until then."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.domain.subscriptions import Frequency

if TYPE_CHECKING:
    from bot.db.models.people import ContactPoint


class Subscription(Base):
    """What is sent to one contact point; deleted when they unsubscribe."""

    __tablename__ = "subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(
        ForeignKey("contact_point.id", ondelete="CASCADE"), unique=True
    )
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Empty for all."""
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hub areas; empty for all."""
    frequency: Mapped[Frequency] = mapped_column(String(8))
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    """Hours of the clock on the wall between which nothing comes; None for no quiet hours."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """Whether urgent posts come at once, in quiet hours too."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    contact_point: Mapped[ContactPoint] = relationship()


class HeldPost(Base):
    """A post that waits for somebody's digest, or for the end of their quiet hours; deleted when put."""

    __tablename__ = "held_post"
    __table_args__ = (
        UniqueConstraint("subscription_id", "occurrence_id"),
        Index("ix__held_post__due_at_subscription_id", "due_at", "subscription_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id", ondelete="CASCADE"))
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("post_occurrence.id", ondelete="CASCADE"))
    due_at: Mapped[datetime] = mapped_column(AwareDateTime)
