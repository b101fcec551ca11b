"""Notices: what the hub's coordinator has to look at, and ASB Case Reviews with their clock."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.concerns import Concern
from bot.domain.case_reviews import ReviewKind


class NoticeKind(StrEnum):
    """What it is about."""

    SILENT = "silent"
    """An agency has not answered, though it was asked again where that can be done."""
    NOT_ARRIVED = "not_arrived"
    """A referral never reached its agency, and its day is over."""
    CASE_REVIEW = "case_review"
    """Reports that meet the threshold of an ASB Case Review."""
    RETENTION = "retention"
    """Its day of retention is over, and it is still open."""
    NOT_FIXED = "not_fixed"
    """The resident says, weeks after it was closed, that it is not fixed: it is open again."""


class StaffNotice(Base):
    """One thing to look at, until somebody has; goes when its concern goes."""

    __tablename__ = "staff_notice"
    __table_args__ = (Index("ix__staff_notice__done_id", "done_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """Says which notice it is, so that a repeat of what caused it changes nothing."""
    kind: Mapped[NoticeKind] = mapped_column(String(20))
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What is known, without residents' words."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    done_at: Mapped[datetime | None] = mapped_column(AwareDateTime)

    concern: Mapped[Concern] = relationship()


class CaseReview(Base):
    """Reports that meet the threshold of an ASB Case Review, what was offered, and what came of it."""

    __tablename__ = "case_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """Kind, subject and first report: two hubs that look at once find the same one."""
    kind: Mapped[ReviewKind] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    """The person, place or report that it is about, by its key."""
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    """The newest of the reports."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Count, since when, and the references of the reports."""
    found_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    offered_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    requested_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When the resident asked for it: the clock begins."""
    acknowledge_by: Mapped[date | None]
    acknowledged_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    decide_by: Mapped[date | None]
    decided_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    is_met: Mapped[bool | None]
    """Whether the threshold was met, as the agencies decided."""

    concern: Mapped[Concern] = relationship()
