"""Groups and channels where the hub may post, and the one-time codes that link them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now


class LinkedChat(Base):
    """A group or channel that one of its administrators linked."""

    __tablename__ = "linked_chat"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(128))
    """The channel's key for it; changes when the group moves."""
    title: Mapped[str] = mapped_column(String(200), default="")
    """What its members call it, so that staff can tell one from another."""
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hub areas whose posts go there; empty for all."""
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The same for topics; urgent posts go there whatever their topic."""
    linked_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)


class LinkCode(Base):
    """A code by which one group or channel can be linked, once."""

    __tablename__ = "link_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the code: whoever reads the database can't use it."""
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What the chat that it links is for, as in `LinkedChat`."""
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    expires_at: Mapped[datetime] = mapped_column(AwareDateTime)
