"""The audit trail: rows are only ever added; triggers in the database refuse everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now


class AuditEntry(Base):
    """One thing that somebody did or looked at.

    Holds no foreign key: an entry outlives what it is about.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix__audit_entry__subject", "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    staff_id: Mapped[int | None] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(254))
    """Their email address at that time, or which program it was."""
    address: Mapped[str | None] = mapped_column(String(64))
    """Network address that they came from."""
    action: Mapped[str] = mapped_column(String(60), index=True)
    """What was done, as `topic.verb`."""
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(80))
    """Key of what it was done to, such as a concern's reference."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What changed, field by field; never a password, a code, or a resident's words."""
    reason: Mapped[str | None] = mapped_column(Text)
