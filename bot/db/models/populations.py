"""How many people live where as staff put it in; while nobody did, the place pack's figures stand."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import AwareDateTime, Base, utc_now


class StoredPopulation(Base):
    """The figures that stand in for the place pack's; there is one row at most."""

    __tablename__ = "stored_population"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(300))
    """Who published the figures, of which day."""
    checked_on: Mapped[date]
    """When somebody compared them with their source."""
    areas: Mapped[dict[str, int]] = mapped_column(JSON)
    """Hub area -> people."""
    ages: Mapped[dict[str, int]] = mapped_column(JSON)
    """Age band, in the words of a survey's answer -> people."""
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    changed_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
