"""The sharing ledger: which agency was told what, and why; rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now


class SharingEntry(Base):
    """One time that fields of a concern went to an agency; their names, never what they held.

    Holds no foreign key: an entry outlives what it is about.
    """

    __tablename__ = "sharing_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now, index=True)
    reference: Mapped[str] = mapped_column(String(16), index=True)
    """Of the concern."""
    category: Mapped[str | None] = mapped_column(String(32))
    referral_id: Mapped[int]
    delivery_key: Mapped[str] = mapped_column(String(36))
    agency_id: Mapped[str] = mapped_column(String(80), index=True)
    agency_name: Mapped[str] = mapped_column(String(200))
    """As it was called then."""
    route: Mapped[str] = mapped_column(String(16))
    """A RouteKind."""
    fields: Mapped[list[str]] = mapped_column(JSON)
    """Names of the concern's fields."""
    purpose: Mapped[str] = mapped_column(String(80))
    legal_basis: Mapped[str] = mapped_column(String(120))
    is_confirmed: Mapped[bool]
    """False where it was sent and nobody said that it arrived: they may have it."""
