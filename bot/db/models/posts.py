"""Posts, each time that one went out, and what is still to be done to messages that were sent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.domain.posts import PostState, Topic


class Post(Base):
    """Something that residents are told, once or again and again."""

    __tablename__ = "post"
    __table_args__ = (Index("ix__post__state_next_due_at", "state", "next_due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Its file in the place pack; None for one that staff wrote."""
    pack_digest: Mapped[str | None] = mapped_column(String(64))
    """Of the file's content when it was last taken in."""
    is_edited: Mapped[bool] = mapped_column(default=False)
    """Whether staff changed what the pack says: from then on the pack changes nothing more."""
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    """Small Markdown."""
    topic: Mapped[Topic] = mapped_column(String(20))
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hub areas; empty for all."""
    channels: Mapped[list[str]] = mapped_column(JSON, default=list)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("post_picture.id"))
    alt: Mapped[str] = mapped_column(String(300), default="")
    """What the picture shows; empty without one."""
    shown_picture_id: Mapped[int | None] = mapped_column(ForeignKey("post_picture.id"))
    """The one that was approved last: everybody may see it until the post is taken back."""
    link: Mapped[str] = mapped_column(String(400), default="")
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Where its facts come from; they have to be looked up before it is approved."""
    checked_on: Mapped[date | None]
    """When somebody compared the present words with the sources; None: nobody has."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    expires_on: Mapped[date | None]
    versions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Language -> title, body, and what the picture shows."""
    schedule: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """By `bot.domain.schedules.Schedule.to_json`."""
    state: Mapped[PostState] = mapped_column(String(12), default=PostState.DRAFT)
    next_due_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """Only while it is scheduled."""
    written_by: Mapped[int | None]
    """Who wrote the present words, by their account; None for the place pack's."""
    approved_by: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """When its words last changed, as feeds tell it."""

    occurrences: Mapped[list[PostOccurrence]] = relationship(
        back_populates="post", order_by="PostOccurrence.id"
    )
    picture: Mapped[PostPicture | None] = relationship(foreign_keys=[picture_id])


class PostPicture(Base):
    """A picture that staff took in for a post; one that no post has goes after a while."""

    __tablename__ = "post_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(40), unique=True)
    """Says nothing, and can't be guessed."""
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    """Bytes."""
    added_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)


class OccurrenceState(StrEnum):
    """Whether it went out at that time."""

    SENT = "sent"
    SKIPPED = "skipped"


class PostOccurrence(Base):
    """One time at which a post was due; there is one row at most, whoever of several hubs sees to it."""

    __tablename__ = "post_occurrence"
    __table_args__ = (
        UniqueConstraint("post_id", "due_at"),
        Index("ix__post_occurrence__state_happened_at", "state", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    due_at: Mapped[datetime] = mapped_column(AwareDateTime)
    state: Mapped[OccurrenceState] = mapped_column(String(8))
    happened_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """When it was sent or left out."""
    reached: Mapped[int] = mapped_column(default=0)
    """How many it was put on its way to, at once."""

    post: Mapped[Post] = relationship(back_populates="occurrences")


class PostSuggestion(Base):
    """That a category went up in an area, so that a post may help; nothing goes out by itself."""

    __tablename__ = "post_suggestion"
    __table_args__ = (UniqueConstraint("made_on", "category", "hub_area"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_on: Mapped[date]
    category: Mapped[str] = mapped_column(String(32))
    hub_area: Mapped[str] = mapped_column(String(40))
    recent: Mapped[int]
    """Reports in the last weeks."""
    before: Mapped[int]
    """Reports in the longer time before them."""
    probability: Mapped[float]
    """How likely chance alone makes it so many or more."""
    dismissed_at: Mapped[datetime | None] = mapped_column(AwareDateTime)


class SentChange(Base):
    """A message of a post that was delivered and has to be changed or taken back there."""

    __tablename__ = "sent_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    outgoing_id: Mapped[int] = mapped_column(
        ForeignKey("outgoing_message.id", ondelete="CASCADE"), unique=True
    )
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    is_removal: Mapped[bool]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now, index=True)
