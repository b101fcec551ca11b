"""Message templates as coordinators changed them; what nobody changed stands in the place pack alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now


class EditedTemplate(Base):
    """One that stands in for the place pack's of the same key, or that the hub wrote itself."""

    __tablename__ = "edited_template"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Empty for all of them."""
    states: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Empty for all of them."""
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    """Whether it is offered no more."""
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    changed_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
