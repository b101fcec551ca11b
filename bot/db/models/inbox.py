"""What pushed channels were sent: stored before it is acted on, each update once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now


class InboxState(StrEnum):
    """How far an update is: waiting -> claimed -> done, or given up for staff to look at, for a while."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    GIVEN_UP = "given_up"
    FORGOTTEN = "forgotten"
    """It was given up, and so long ago that its content was emptied."""


class InboxUpdate(Base):
    """One thing that a channel was sent."""

    __tablename__ = "inbox_update"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix__inbox_update__state_id", "state", "id"),
        # Never two at once of one address, whoever claims them.
        Index(
            "uq__inbox_update__claimed_address",
            "channel",
            "address",
            unique=True,
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
        Index("ix__inbox_update__channel_address_state", "channel", "address", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(128))
    """The channel's key for the update."""
    address: Mapped[str] = mapped_column(String(128))
    """Whose it is, by the channel's key: updates of one address are acted on in order."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the channel got, as it came; emptied once it was acted on."""
    state: Mapped[InboxState] = mapped_column(String(12), default=InboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was begun."""
    due_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """Not before this moment."""
    claimed_until: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When whoever works on it is taken for dead."""
    reason: Mapped[str | None] = mapped_column(String(60))
    """Kind of the latest failure, never what was said."""
    received_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
