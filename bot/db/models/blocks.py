"""Blocks: whom staff keep out of the chat for some time, since they abused it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.db.models.staff import StaffMember


class ContactBlock(Base):
    """One block of an address; it outlives a conversation that is deleted, or deleting would lift it.

    `person.blocked_until` follows it, which every message is stored beside.
    """

    __tablename__ = "contact_block"
    __table_args__ = (Index("ix__contact_block__address", "channel", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(128))
    hub_area: Mapped[str | None] = mapped_column(String(40))
    """Where the person was at home, as far as it was known."""
    reason: Mapped[str] = mapped_column(Text)
    """In the words of the member of staff."""
    until: Mapped[datetime] = mapped_column(AwareDateTime, index=True)
    """From this moment on it is over by itself."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    blocked_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    lifted_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When staff took it back before its end."""

    member: Mapped[StaffMember] = relationship()
