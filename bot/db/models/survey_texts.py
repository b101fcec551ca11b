"""What people wrote in surveys, as staff work on it: its themes, and whether it may be published."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base


class TextDecision(StrEnum):
    """What somebody who looked at a text decided."""

    PUBLISH = "publish"
    KEEP = "keep"
    """It stays in the hub."""


class SurveyTheme(Base):
    """A theme of the texts that were written to one question."""

    __tablename__ = "survey_theme"
    __table_args__ = (Index("ix__survey_theme__opening_id_question_id", "opening_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("survey_opening.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    is_named: Mapped[bool] = mapped_column(default=False)
    """Whether staff named it; until then its name is words of residents, and isn't published."""


class SurveyText(Base):
    """What staff did with one text; the text itself stands in the answers only."""

    __tablename__ = "survey_text"
    __table_args__ = ({"sqlite_with_rowid": False},)

    response_id: Mapped[str] = mapped_column(
        ForeignKey("survey_response.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_theme.id", ondelete="SET NULL"), index=True
    )
    decision: Mapped[TextDecision | None] = mapped_column(String(8))
    """None until somebody looked at it."""
    hidden: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    """Spans that are left out when it is published, from the first character to the one after the last."""
    decided_by: Mapped[str | None] = mapped_column(String(254))
    decided_at: Mapped[datetime | None] = mapped_column(AwareDateTime)

    theme: Mapped[SurveyTheme | None] = relationship()
