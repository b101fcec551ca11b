"""People: whoever writes to us, known only by the channels they use."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, random_key, utc_now


class Person(Base):
    """Somebody who wrote to us; has no name unless they gave one in a report's contact."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_key)
    language: Mapped[str] = mapped_column(String(8), default="en")
    """Language of the texts shown to this person (ISO 639-1)."""
    home_area: Mapped[str | None] = mapped_column(String(40))
    """Hub area this person last named; advice is given for it."""
    blocked_until: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """Until when staff keep them out of the chat; follows `ContactBlock`."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    contact_points: Mapped[list[ContactPoint]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


class ContactPoint(Base):
    """One way in which a person reaches us: a web session or a Telegram chat."""

    __tablename__ = "contact_point"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    """`web`, `telegram`, ..."""
    address: Mapped[str] = mapped_column(String(128))
    """The channel's own key for this person, for example a chat's number."""
    unreachable_since: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When the channel told us that nothing can be sent here any more."""
    stopped_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """When the person asked not to be written to unless they write first; None once they do."""

    person: Mapped[Person] = relationship(back_populates="contact_points")
