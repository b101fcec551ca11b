"""Held posts: what waited for a digest, or for the end of quiet hours, goes out in one message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ContactPoint, HeldPost, Person, Post, PostOccurrence, Subscription
from bot.db.session import Database
from bot.domain.posts import PostState
from bot.domain.schedules import LOCAL_TIME
from bot.services.broadcasts import BroadcastService
from bot.services.post_texts import PostTexts
from bot.services.sent_posts import occurrence_key

_MOST_AT_ONCE = 2000
_IN_ONE_UNIT = 50
"""People; each unit has to be written to the disk."""


@dataclass(frozen=True, slots=True)
class HeldPostService:
    """What somebody's held posts become is in one unit of work: they go as the message comes."""

    database: Database
    broadcasts: BroadcastService
    texts: PostTexts
    now: Callable[[], datetime] = utc_now

    def send_due(self) -> int:
        """Send what was held until now; how many messages were put."""
        with self.database.unit_of_work() as session:
            waiting = session.scalars(
                select(HeldPost.subscription_id)
                .where(HeldPost.due_at <= self.now())
                .distinct()
                .order_by(HeldPost.subscription_id)
                .limit(_MOST_AT_ONCE)
            ).all()
        return sum(self._send(together) for together in batched(waiting, _IN_ONE_UNIT))

    def _send(self, together: Sequence[int]) -> int:
        try:
            with self.database.unit_of_work() as session:
                return sum(self._send_in(session, subscription_id) for subscription_id in together)
        except (IntegrityError, OperationalError):
            # Whoever can't be served now is found at the next look, and keeps nobody else from it.
            return sum(self._send((one,)) for one in together) if len(together) > 1 else 0

    def _send_in(self, session: Session, subscription_id: int) -> int:
        # Whoever deletes them sends them: with several hubs that is one.
        taken = session.execute(
            delete(HeldPost)
            .where(HeldPost.subscription_id == subscription_id, HeldPost.due_at <= self.now())
            .returning(HeldPost.id, HeldPost.occurrence_id)
        ).all()
        found = self._posts(session, [row.occurrence_id for row in taken])
        row = session.execute(
            select(Subscription.contact_point_id, Person.language)
            .join(ContactPoint, ContactPoint.id == Subscription.contact_point_id)
            .join(Person, Person.id == ContactPoint.person_id)
            .where(Subscription.id == subscription_id)
        ).first()
        if row is None or not found:
            return 0
        if len(found) == 1:
            occurrence, post = found[0]
            reply = self.texts.message(post, row.language)
            return self.broadcasts.put(session, occurrence_key(occurrence.id), reply, [row.contact_point_id])
        reply = self.texts.digest([post for _, post in found], row.language)
        key = f"h{max(held.id for held in taken)}"
        return self.broadcasts.put(session, key, reply, [row.contact_point_id])

    def _posts(self, session: Session, ids: Sequence[int]) -> list[tuple[PostOccurrence, Post]]:
        """The posts that can still be sent, each once, the latest of its occurrences."""
        today = self.now().astimezone(LOCAL_TIME).date()
        rows = session.execute(
            select(PostOccurrence, Post)
            .join(Post, Post.id == PostOccurrence.post_id)
            .where(PostOccurrence.id.in_(ids), Post.state != PostState.RETRACTED)
            .order_by(PostOccurrence.id)
        )
        latest = {
            post.id: (one, post) for one, post in rows if post.expires_on is None or post.expires_on >= today
        }
        return list(latest.values())
