"""Subscriptions: who wants which news, and who is to get a post at once or later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ContactPoint, Conversation, Person, Post, Subscription
from bot.domain.subscriptions import Frequency, Wish


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One contact point that a post is for."""

    subscription_id: int
    contact_point_id: int
    language: str
    due_at: datetime
    """When it may come to them."""


@dataclass(frozen=True, slots=True)
class SubscriptionService:
    """The only writer of subscriptions."""

    now: Callable[[], datetime] = utc_now

    def subscribe(self, session: Session, conversation: Conversation, wish: Wish) -> bool:
        """Send news to where somebody writes from, in place of what they chose before; False if nowhere."""
        point = self._find_point(session, conversation)
        if point is None:
            return False
        row = self._find(session, point) or Subscription(contact_point_id=point, created_at=self.now())
        row.topics, row.areas = sorted(wish.topics), sorted(wish.areas)
        row.frequency, row.is_urgent = wish.frequency, wish.is_urgent
        row.quiet_from, row.quiet_until = wish.quiet or (None, None)
        session.add(row)
        session.flush()
        return True

    def unsubscribe(self, session: Session, conversation: Conversation) -> bool:
        """Send nothing more, and forget what was chosen; whether there was anything."""
        point = self._find_point(session, conversation)
        gone = session.scalar(
            delete(Subscription).where(Subscription.contact_point_id == point).returning(Subscription.id)
        )
        return gone is not None

    def find(self, session: Session, conversation: Conversation) -> Wish | None:
        """What somebody chose, or None."""
        point = self._find_point(session, conversation)
        row = self._find(session, point) if point is not None else None
        return _wish(row) if row is not None else None

    def list_for(self, session: Session, post: Post, channels: Collection[str]) -> Iterator[Subscriber]:
        """Whom a post is for, and from when; only contact points of these channels."""
        rows = session.execute(
            select(Subscription, Person.language)
            .join(ContactPoint, ContactPoint.id == Subscription.contact_point_id)
            .join(Person, Person.id == ContactPoint.person_id)
            .where(
                ContactPoint.channel.in_(channels),
                ContactPoint.stopped_at.is_(None),
                ContactPoint.unreachable_since.is_(None),
            )
            .order_by(Subscription.id)
        )
        now = self.now()
        for row, language in rows:
            wish = _wish(row)
            if wish.wants(post.topic, post.areas, is_urgent=post.is_urgent):
                due = wish.due_at(now, is_urgent=post.is_urgent)
                yield Subscriber(row.id, row.contact_point_id, language, due)

    def _find(self, session: Session, point: int) -> Subscription | None:
        return session.scalar(select(Subscription).where(Subscription.contact_point_id == point))

    def _find_point(self, session: Session, conversation: Conversation) -> int | None:
        return session.scalar(
            select(ContactPoint.id).where(
                ContactPoint.person_id == conversation.person_id,
                ContactPoint.channel == conversation.channel,
            )
        )


def _wish(row: Subscription) -> Wish:
    quiet = None
    if row.quiet_from is not None and row.quiet_until is not None:
        quiet = (row.quiet_from, row.quiet_until)
    return Wish(frozenset(row.topics), frozenset(row.areas), Frequency(row.frequency), quiet, row.is_urgent)
