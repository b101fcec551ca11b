"""Referrals: a concern sent to one agency, as lead or as partner."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.concerns import Concern

if TYPE_CHECKING:
    from bot.db.models.deliveries import ReferralDelivery


class ReferralRole(StrEnum):
    """What the agency is asked to be: in charge, or working along."""

    LEAD = "lead"
    PARTNER = "partner"


class ReferralState(StrEnum):
    """How far the agency is."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"


class Referral(Base):
    """A concern as sent to one agency."""

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("concern_id", "agency_id"),
        Index("ix__referral__state_target", "state", "target_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"))
    agency_id: Mapped[str] = mapped_column(String(80), index=True)
    """The agency's id in the place pack."""
    role: Mapped[ReferralRole] = mapped_column(String(8))
    state: Mapped[ReferralState] = mapped_column(String(16), default=ReferralState.SENT)
    target_on: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    acknowledged_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When the agency first answered in any way; follows the state by itself."""
    chased_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When its day was over without an answer, and the agency was asked again where it can be."""
    escalated_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When the coordinator was told that it is still silent."""

    concern: Mapped[Concern] = relationship(back_populates="referrals")
    deliveries: Mapped[list[ReferralDelivery]] = relationship(viewonly=True, order_by="ReferralDelivery.id")

    @validates("state")
    def _keep_acknowledged_at(self, _name: str, state: ReferralState) -> ReferralState:
        if state != ReferralState.SENT and self.acknowledged_at is None:
            self.acknowledged_at = utc_now()
        return state
