"""Saved views: filters of the queue that somebody gave a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.staff import StaffMember


class SavedView(Base):
    """One view of the queue; it says what is looked for, never what is seen."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    name: Mapped[str] = mapped_column(String(60))
    filters: Mapped[dict[str, str]] = mapped_column(JSON)
    """As they stand in the address of the queue."""
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Whether everybody who works on concerns has it, each with what they may see."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    member: Mapped[StaffMember] = relationship()
