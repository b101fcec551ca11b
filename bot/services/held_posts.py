"""Held posts: what waited for a digest, or for the end of quiet hours, goes out in one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from sqlalchemy import Row, delete, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ContactPoint, HeldPost, Person, Post, PostOccurrence, Subscription
from bot.db.session import Database
from bot.domain.posts import PostState
from bot.domain.schedules import LOCAL_TIME
from bot.services.broadcasts import BroadcastService
from bot.services.post_texts import PostTexts
from bot.services.sent_posts import digest_key, occurrence_key

_MOST_AT_ONCE = 2000
_IN_ONE_UNIT = 200
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
                return self._send_in(session, together)
        except (IntegrityError, OperationalError):
            # Whoever can't be served now is found at the next look, and keeps nobody else from it.
            return sum(self._send((one,)) for one in together) if len(together) > 1 else 0

    def _send_in(self, session: Session, together: Sequence[int]) -> int:
        # Whoever deletes them sends them: with several hubs that is one.
        taken = session.execute(
            delete(HeldPost)
            .where(HeldPost.subscription_id.in_(together), HeldPost.due_at <= self.now())
            .returning(HeldPost.subscription_id, HeldPost.occurrence_id)
        ).all()
        posts = self._posts(session, {row.occurrence_id for row in taken})
        held: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for row in sorted(taken, key=lambda row: row.occurrence_id):
            if row.occurrence_id in posts:
                # Of one that was due several times, the latest.
                held[row.subscription_id][posts[row.occurrence_id].id] = row.occurrence_id
        # Who gets the same in the same language is written to at once.
        readers: defaultdict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
        for subscription_id, point, language in self._readers(session, together):
            if held[subscription_id]:
                readers[tuple(held[subscription_id].values()), language].append(point)
        return sum(
            self._put(session, [posts[one] for one in occurrences], occurrences, language, points)
            for (occurrences, language), points in readers.items()
        )

    def _put(
        self,
        session: Session,
        posts: Sequence[Post],
        occurrences: Sequence[int],
        language: str,
        points: Sequence[int],
    ) -> int:
        if len(posts) == 1:
            reply = self.texts.message(posts[0], language)
            return self.broadcasts.put(session, occurrence_key(occurrences[0]), reply, points)
        return self.broadcasts.put(
            session, digest_key(occurrences), self.texts.digest(posts, language), points
        )

    def _readers(self, session: Session, together: Sequence[int]) -> Sequence[Row[int, int, str]]:
        return session.execute(
            select(Subscription.id, Subscription.contact_point_id, Person.language)
            .join(ContactPoint, ContactPoint.id == Subscription.contact_point_id)
            .join(Person, Person.id == ContactPoint.person_id)
            .where(Subscription.id.in_(together))
        ).all()

    def _posts(self, session: Session, occurrences: Collection[int]) -> dict[int, Post]:
        """The posts that can still be sent, by their occurrences."""
        today = self.now().astimezone(LOCAL_TIME).date()
        rows = session.execute(
            select(PostOccurrence.id, Post)
            .join(Post, Post.id == PostOccurrence.post_id)
            .where(PostOccurrence.id.in_(occurrences), Post.state != PostState.RETRACTED)
        )
        return {one: post for one, post in rows if post.expires_on is None or post.expires_on >= today}
