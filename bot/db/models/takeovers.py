"""Takeovers: when a member of staff answered in a resident's conversation instead of the dialogue."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.staff import StaffMember


class TakeoverEnd(StrEnum):
    """How the conversation came back to the dialogue."""

    HANDED_BACK = "handed_back"
    SILENT = "silent"
    """Nobody of the staff wrote for so long that it was handed back by itself."""


class Takeover(Base):
    """One stay of a member of staff in a conversation; `conversation.takeover_id` names the open one."""

    __tablename__ = "takeover"
    __table_args__ = (
        Index(
            "ix__takeover__open",
            "active_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    reference: Mapped[str | None] = mapped_column(String(16))
    """The case from which they joined, if it was one."""
    began_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    active_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """The last sign of the member of staff: joining, writing, typing."""
    said_id: Mapped[int | None]
    """The message that they, or their joining, said last: what the resident wrote after it waits for them."""
    typing_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When they last typed something that they haven't sent."""
    ended_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    ended_by: Mapped[TakeoverEnd | None] = mapped_column(String(12))
    is_left: Mapped[bool] = mapped_column(default=False)
    """Whether the resident's last words have had no answer by anybody of the staff since."""

    member: Mapped[StaffMember] = relationship()
