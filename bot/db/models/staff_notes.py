"""Staff notes: what staff write down about a concern for each other, and for nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.staff import StaffMember


class StaffNote(Base):
    """One private note; goes when the concern goes."""

    __tablename__ = "staff_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    text: Mapped[str] = mapped_column(Text)
    prompts: Mapped[list[str] | None] = mapped_column(JSON)
    """Keys of the prompts that it is a decision on; None for an ordinary note."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    member: Mapped[StaffMember] = relationship()
