"""Deliveries: referrals on their way to agencies, written with them, and every try to send them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.outbox import OutgoingState
from bot.db.models.referrals import Referral
from bot.domain.referral_packages import DeliveryPurpose


class ReferralDelivery(Base):
    """One thing to be sent to the agency of a referral; goes with the referral.

    Holds nothing of the concern: what is sent is put together when it is sent.
    """

    __tablename__ = "referral_delivery"
    __table_args__ = (
        # A referral is sent once and chased once, whatever is done twice.
        UniqueConstraint("referral_id", "purpose"),
        Index("ix__referral_delivery__state_due", "state", "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    purpose: Mapped[DeliveryPurpose] = mapped_column(String(10), default=DeliveryPurpose.REFERRAL)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    """UUID by which whoever gets it twice can tell."""
    channel: Mapped[str] = mapped_column(String(16))
    """A RouteKind: email, open311, webhook, or console, where nothing is sent."""
    address: Mapped[str] = synonym("key")
    """By what deliveries take turns: each by itself, so that one that fails holds up no other."""
    state: Mapped[OutgoingState] = mapped_column(String(12), default=OutgoingState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was begun."""
    due_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """Not before this moment."""
    claimed_until: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When whoever works on it is taken for dead."""
    reason: Mapped[str | None] = mapped_column(String(60))
    """Key of the latest failure, never what was sent."""
    external_id: Mapped[str | None] = mapped_column(String(128))
    """The other side's key for it."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    sent_at: Mapped[datetime | None] = mapped_column(AwareDateTime)

    referral: Mapped[Referral] = relationship()
    tries: Mapped[list[DeliveryTry]] = relationship(
        cascade="all, delete-orphan", order_by="DeliveryTry.id", passive_deletes=True
    )


class DeliveryTry(Base):
    """One try to send a delivery, and how it ended."""

    __tablename__ = "delivery_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("referral_delivery.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    reason: Mapped[str | None] = mapped_column(String(60))
    """Key of the failure; None when it was taken."""
