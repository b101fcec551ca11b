"""Feeds of partners: which, what was found in them and where, and rules on what becomes of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.domain.feed_items import ItemState
from bot.domain.feed_rules import RuleKind
from bot.domain.posts import Topic


class FeedSource(Base):
    """One feed, and how it goes."""

    __tablename__ = "feed_source"
    __table_args__ = (Index("ix__feed_source__is_on_next_fetch_at", "is_on", "next_fetch_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Its id in the place pack; None for one that staff added."""
    pack_digest: Mapped[str | None] = mapped_column(String(64))
    """Of what the pack said when it was last taken in."""
    is_edited: Mapped[bool] = mapped_column(default=False)
    """Whether staff changed what the pack says: from then on the pack changes nothing more."""
    title: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(1000), unique=True)
    agency_id: Mapped[str | None] = mapped_column(String(60))
    topic: Mapped[Topic | None] = mapped_column(String(20))
    """What its news are about when their words don't say."""
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hub areas its news are for when they name none; empty for all."""
    checked_on: Mapped[date | None]
    """When somebody saw the address answer with a feed; None when nobody did."""
    is_on: Mapped[bool] = mapped_column(default=True)
    is_trusted: Mapped[bool] = mapped_column(default=False)
    """Whether its news may go out by themselves, by its rules."""
    daily_cap: Mapped[int] = mapped_column(default=2)
    """How many of its news go out by themselves in a day at the most; the others wait for staff."""
    etag: Mapped[str] = mapped_column(String(1000), default="")
    last_modified: Mapped[str] = mapped_column(String(100), default="")
    content_digest: Mapped[str] = mapped_column(String(64), default="")
    """Of what it last said, so that the same isn't read twice."""
    interval_seconds: Mapped[int] = mapped_column(default=1800)
    next_fetch_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    last_fetched_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    last_worked_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    last_news_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row."""
    problem: Mapped[str] = mapped_column(String(30), default="")
    """By `bot.domain.feeds.FeedProblem`; empty while it works."""
    broken_since: Mapped[datetime | None] = mapped_column(AwareDateTime)
    is_partly_read: Mapped[bool] = mapped_column(default=False)
    """Whether the last file broke off, or some of its entries could not be read."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)


class FeedItem(Base):
    """One story, in however many feeds it stands and under however many names."""

    __tablename__ = "feed_item"
    __table_args__ = (Index("ix__feed_item__state_first_seen_at", "state", "first_seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("feed_source.id", ondelete="CASCADE"), index=True)
    """Where it was seen first."""
    title: Mapped[str] = mapped_column(String(300))
    html: Mapped[str] = mapped_column(Text)
    """Cleaned, and cleaned once more when it is shown."""
    link: Mapped[str] = mapped_column(String(1000), default="")
    published_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    """As the feed says."""
    first_seen_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    last_seen_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """When it last stood in a feed, to the day."""
    is_changed: Mapped[bool] = mapped_column(default=False)
    """Whether the partner changed it after it became a post."""
    state: Mapped[ItemState] = mapped_column(String(10), default=ItemState.WAITING)
    topic: Mapped[Topic | None] = mapped_column(String(20))
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    relevance: Mapped[float] = mapped_column(default=0.0)
    """From 0 to 1."""
    why: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What topic, areas, relevance and state rest on, for staff."""
    picture_url: Mapped[str] = mapped_column(String(1000), default="")
    picture_alt: Mapped[str] = mapped_column(String(300), default="")
    picture_file: Mapped[str | None] = mapped_column(String(80))
    """Our own copy; None before it was fetched, and when it can't be."""
    picture_tries: Mapped[int] = mapped_column(default=0)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"), unique=True)
    by_itself: Mapped[bool] = mapped_column(default=False)
    """Whether it went out without staff, from a source that is trusted."""
    handled_by: Mapped[int | None]
    handled_at: Mapped[datetime | None] = mapped_column(AwareDateTime)

    source: Mapped[FeedSource] = relationship()
    sightings: Mapped[list[FeedSighting]] = relationship(
        back_populates="item", order_by="FeedSighting.id", passive_deletes=True
    )


class FeedSighting(Base):
    """One entry of one feed, which is a story that may stand elsewhere too."""

    __tablename__ = "feed_sighting"
    __table_args__ = (UniqueConstraint("source_id", "entry_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("feed_item.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("feed_source.id", ondelete="CASCADE"))
    entry_key: Mapped[str] = mapped_column(String(32))
    """What the feed calls the entry, as a hash."""
    digest: Mapped[str] = mapped_column(String(32))
    """Of what the entry said when it was last read."""
    link: Mapped[str] = mapped_column(String(1000), default="")
    seen_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    """When it last stood in the feed, to the day."""

    item: Mapped[FeedItem] = relationship(back_populates="sightings")
    source: Mapped[FeedSource] = relationship()


class FeedItemKey(Base):
    """A hash that stories which may be the same have in common: of address, or two words of the title."""

    __tablename__ = "feed_item_key"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("feed_item.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class StoredFeedRule(Base):
    """Words and phrases, and what comes of news that have one of them."""

    __tablename__ = "feed_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RuleKind] = mapped_column(String(12))
    source_id: Mapped[int | None] = mapped_column(
        ForeignKey("feed_source.id", ondelete="CASCADE"), index=True
    )
    phrases: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)

    source: Mapped[FeedSource | None] = relationship()
