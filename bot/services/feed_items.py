"""Partners' news on the worklist: taken into a post, rejected, or brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from bot.db.base import utc_now
from bot.db.models import FeedItem, FeedSighting, Post
from bot.domain.feed_items import ItemState
from bot.domain.feed_texts import cut_text
from bot.domain.posts import (
    LONGEST_BODY,
    LONGEST_LINK,
    LONGEST_TITLE,
    PostContent,
    PostStep,
    PostWords,
    Topic,
)
from bot.domain.schedules import Schedule
from bot.domain.staff import Actor
from bot.errors import FeedItemError, NotFoundError
from bot.services.audit import AuditService
from bot.services.feed_cleaning import as_markdown, plain_text
from bot.services.post_markup import escaped
from bot.services.posts import PostService

PAGE = 30
#: What is left to decide can be taken or rejected; what was decided against can be brought back.
_OPEN = frozenset({ItemState.WAITING, ItemState.LEFT_OUT, ItemState.EARLIER, ItemState.REJECTED})


@dataclass(frozen=True, slots=True)
class FeedItemService:
    """Decides on items; posts are written by the service of posts, whose rules hold here too."""

    posts: PostService
    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def list_items(
        self, session: Session, state: ItemState, source_id: int | None = None, page: int = 1
    ) -> Sequence[FeedItem]:
        """A page of those in a state: what concerns residents most first while it waits, else the newest."""
        query = select(FeedItem).where(FeedItem.state == state).options(joinedload(FeedItem.source))
        if source_id is not None:
            seen_there = select(FeedSighting.item_id).where(FeedSighting.source_id == source_id)
            query = query.where(FeedItem.id.in_(seen_there))
        newest = func.coalesce(FeedItem.published_at, FeedItem.first_seen_at).desc()
        order = [FeedItem.relevance.desc(), newest] if state is ItemState.WAITING else [newest]
        return session.scalars(
            query.order_by(*order, FeedItem.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)
        ).all()

    def count(self, session: Session) -> Mapping[ItemState, int]:
        """How many there are in each state."""
        rows = session.execute(select(FeedItem.state, func.count()).group_by(FeedItem.state))
        return {ItemState(state): int(number) for state, number in rows}

    def get(self, session: Session, item_id: int) -> FeedItem:
        """One; raises NotFoundError."""
        item = session.get(FeedItem, item_id)
        if item is None:
            raise NotFoundError("no such news")
        return item

    def take(
        self, session: Session, actor: Actor, item: FeedItem, content: PostContent, steps: Sequence[PostStep]
    ) -> Post:
        """Make a post of it and take that so far; raises PostError, FeedItemError. Nothing is done then."""
        if item.state not in _OPEN:
            raise FeedItemError("somebody took this into a post already")
        post = self.posts.write(session, actor, content)
        for step in steps:
            self.posts.take(session, actor, post, step)
        before = item.state
        item.post_id = post.id
        self._set(session, actor, item, ItemState.TAKEN, before)
        return post

    def reject(self, session: Session, actor: Actor, item: FeedItem) -> None:
        """It becomes no post; raises FeedItemError for one that did."""
        if item.state == ItemState.TAKEN:
            raise FeedItemError("this is a post already: take the post back instead")
        self._set(session, actor, item, ItemState.REJECTED, item.state)

    def bring_back(self, session: Session, actor: Actor, item: FeedItem) -> None:
        """Let it wait for a decision again; raises FeedItemError for one that is a post."""
        if item.state == ItemState.TAKEN:
            raise FeedItemError("this is a post already")
        self._set(session, actor, item, ItemState.WAITING, item.state)

    def _set(
        self, session: Session, actor: Actor, item: FeedItem, state: ItemState, before: ItemState
    ) -> None:
        item.state, item.handled_by, item.handled_at = state, actor.staff_id, self.now()
        self.audit.record(
            session,
            actor,
            "feed_item.decide",
            ("feed_item", str(item.id)),
            before={"state": str(before), "post": None},
            after={"state": str(state), "post": item.post_id},
        )


def draft_of(item: FeedItem, schedule: Schedule | None = None, fallback: Topic = Topic.SAFETY) -> PostContent:
    """The post that an item would make: its words as plain text, with whose they are and where they stand."""
    from_whom = f"\n\n— {escaped(item.source.title)}"
    link = item.link if item.link.startswith("https://") and len(item.link) <= LONGEST_LINK else ""
    if item.link and not link:
        from_whom += f": {escaped(item.link)}" if len(item.link) <= LONGEST_LINK else ""
    body = as_markdown(plain_text(item.html) or item.title, LONGEST_BODY - len(from_whom))
    topic = Topic(item.topic) if item.topic else fallback
    return PostContent(
        words=PostWords(cut_text(item.title, LONGEST_TITLE), body + from_whom),
        topic=topic,
        areas=frozenset(item.areas),
        channels=frozenset({"web"}) if topic is Topic.SUPPORT else frozenset({"telegram", "web"}),
        link=link,
        schedule=schedule,
    )
