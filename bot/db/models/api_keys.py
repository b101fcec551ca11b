"""Keys of programs, and which concerns were sent with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.concerns import Concern


class ApiKey(Base):
    """A key of one program; never deleted, since the audit trail names it."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    """Which program it is for, and whose."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the key, which is random and long enough for that."""
    hint: Mapped[str] = mapped_column(String(8))
    """How the key begins, so that its owner knows which it is."""
    scopes: Mapped[list[str]] = mapped_column(JSON, default=list)
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hub areas that it is good for; empty for all."""
    created_by: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    last_used_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """To the hour."""
    revoked_at: Mapped[datetime | None] = mapped_column(AwareDateTime)


class ApiReport(Base):
    """That a concern was sent with a key, and which report of the program it is."""

    __tablename__ = "api_report"
    __table_args__ = (UniqueConstraint("api_key_id", "repeat_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    api_key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id"))
    repeat_key: Mapped[str] = mapped_column(String(64))
    """Digest of what says which report it is: the same again makes no second concern."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Digest of all that was sent, so that two reports under one key show."""
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    concern: Mapped[Concern] = relationship()
