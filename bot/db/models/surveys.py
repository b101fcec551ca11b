"""Surveys: what is asked, when it is open, who is answering, that somebody has answered, and the answers.

Between "has answered" and an anonymous answer there is no key, no moment and no order: both tables are
kept in the order of keys that say nothing (docs/adr/0016).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, random_key, utc_now


class OpeningState(StrEnum):
    """How far a consultation is."""

    PLANNED = "planned"
    """Checked, and opens by itself on its first day."""
    OPEN = "open"
    """Answered until its last day is over."""
    CLOSED = "closed"
    PUBLISHED = "published"


class StoredSurvey(Base):
    """A survey that staff made or changed; ready ones of the place pack are only in its files."""

    __tablename__ = "survey"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As `bot.domain.survey_documents` writes it."""
    changed_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now, onupdate=utc_now)


class SurveyOpening(Base):
    """One round of a survey, with the questions as they were when it was opened."""

    __tablename__ = "survey_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[str] = mapped_column(String(40), index=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day on which it is answered."""
    state: Mapped[OpeningState] = mapped_column(String(12), default=OpeningState.OPEN)
    post_id: Mapped[int | None]
    """The post that invites to it."""
    reminded_on: Mapped[date | None]
    """When people were reminded of its last day; None while they weren't."""
    minutes: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """How many took so many minutes; kept apart from what they answered."""
    stops: Mapped[dict[str, list[int]] | None] = mapped_column(JSON)
    """Once it is closed: where those who never sent had come to, as `bot.services.survey_stops` counts it."""
    publication: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What is shown publicly: tables after suppression, and what was asked, said and done."""


class SurveyPoll(Base):
    """A round that was posted as a messenger's own poll in a linked chat; only its totals are known."""

    __tablename__ = "survey_poll"
    __table_args__ = (UniqueConstraint("opening_id", "chat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("survey_opening.id", ondelete="CASCADE"))
    chat_id: Mapped[int]
    """The linked chat."""
    title: Mapped[str] = mapped_column(String(200))
    """What the chat was called."""
    poll_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The messenger's key for it; None until it is known."""
    votes: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The newest totals, in the order of the options."""
    update_id: Mapped[int] = mapped_column(BigInteger, default=0)
    """Which update told them."""
    is_stopped: Mapped[bool] = mapped_column(default=False)


class SurveySitting(Base):
    """Somebody in the middle of answering; deleted when they send, and with their conversation."""

    __tablename__ = "survey_sitting"

    opening_id: Mapped[int] = mapped_column(
        ForeignKey("survey_opening.id", ondelete="CASCADE"), primary_key=True
    )
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Who it is, as in `SurveyToken`."""
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    """None for the web form."""
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What `bot.domain.survey_walk.Sitting` holds."""
    message_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Messages of the conversation that hold answers."""
    done: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The latest message and what was said to it, so that a repeat answers nothing twice."""
    begun_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    opening: Mapped[SurveyOpening] = relationship()


class SurveyToken(Base):
    """Says that somebody has answered, and nothing of what."""

    __tablename__ = "survey_token"
    __table_args__ = ({"sqlite_with_rowid": False},)

    opening_id: Mapped[int] = mapped_column(
        ForeignKey("survey_opening.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A keyed digest of the person, or of the form's cookie, and the opening."""


class SurveyFollower(Base):
    """A conversation in which somebody asked to be told what comes of a round; forgotten once they are.

    Whoever comes by can ask, so it doesn't say that they answered; it has no moment and no order.
    """

    __tablename__ = "survey_follower"
    __table_args__ = ({"sqlite_with_rowid": False},)

    opening_id: Mapped[int] = mapped_column(
        ForeignKey("survey_opening.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )


class SurveyResponse(Base):
    """One person's answers."""

    __tablename__ = "survey_response"
    __table_args__ = (
        CheckConstraint("person_id IS NULL OR NOT is_anonymous", name="anonymous"),
        Index("ix__survey_response__opening", "opening_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True, default=random_key)
    opening_id: Mapped[int] = mapped_column(ForeignKey("survey_opening.id", ondelete="CASCADE"))
    is_anonymous: Mapped[bool]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Whose answers they are; only where they are confidential rather than anonymous."""
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_on: Mapped[date]
    """The day; nothing finer is kept."""
    is_paper: Mapped[bool] = mapped_column(default=False)
    """Whether staff entered it from paper."""
    is_poll: Mapped[bool] = mapped_column(default=False)
    """Whether it is a vote in a messenger's own poll."""
