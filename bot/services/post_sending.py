"""Sends posts that are due: each time of each post once, whichever of several hubs sees to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import HeldPost, OccurrenceState, Post, PostOccurrence
from bot.db.session import Database
from bot.domain.posts import WEB_ONLY, PostState
from bot.domain.schedules import LOCAL_TIME, Schedule
from bot.services.broadcasts import BroadcastService
from bot.services.cron_lines import next_by_cron
from bot.services.linked_chats import LinkedChatService
from bot.services.post_texts import PostTexts
from bot.services.sent_posts import occurrence_key
from bot.services.subscriptions import SubscriptionService

ON_TIME = timedelta(minutes=5)
"""What went by so short a time ago was not missed."""
_MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Times:
    """The times of one post up to now, and the one after."""

    passed: list[datetime]
    following: datetime | None


@dataclass(frozen=True, slots=True)
class PostSendingService:
    """Each post is a unit of work of its own: its row moves on in the same one that fills the outbox."""

    database: Database
    broadcasts: BroadcastService
    subscriptions: SubscriptionService
    texts: PostTexts
    linked: LinkedChatService = field(default_factory=LinkedChatService)
    now: Callable[[], datetime] = utc_now

    def send_due(self) -> int:
        """Send what is due by now; how many posts went out."""
        with self.database.unit_of_work() as session:
            due = session.scalars(
                select(Post.id)
                .where(Post.state == PostState.SCHEDULED, Post.next_due_at <= self.now())
                .order_by(Post.next_due_at, Post.id)
                .limit(_MOST_AT_ONCE)
            ).all()
        return sum(self._send(post_id) for post_id in due)

    def _send(self, post_id: int) -> bool:
        try:
            with self.database.unit_of_work() as session:
                return self._send_in(session, post_id)
        except (IntegrityError, OperationalError):
            # Another hub was quicker, or the database is busy: what is left is found at the next look.
            return False

    def _send_in(self, session: Session, post_id: int) -> bool:
        # One that another hub is at is passed over, so that several share the work.
        post = session.get(Post, post_id, with_for_update={"skip_locked": True})
        if post is None:
            return False
        due, now = post.next_due_at, self.now()
        if post.state != PostState.SCHEDULED or due is None or due > now or not post.schedule:
            return False
        schedule = Schedule.from_json(post.schedule)
        times = _times(schedule, due, now)
        if not self._claim(session, post, due, times.following):
            return False
        if post.expires_on is not None and now.astimezone(LOCAL_TIME).date() > post.expires_on:
            return False
        is_late = now - times.passed[-1] > max(schedule.lateness, ON_TIME)
        skipped = times.passed if is_late else times.passed[:-1]
        for moment in skipped:
            session.add(_occurrence(post, moment, now, OccurrenceState.SKIPPED))
        if is_late:
            return False
        occurrence = _occurrence(post, times.passed[-1], now, OccurrenceState.SENT)
        session.add(occurrence)
        session.flush()
        occurrence.reached = self._put(session, post, occurrence)
        return True

    def _claim(self, session: Session, post: Post, due: datetime, following: datetime | None) -> bool:
        """Move the post on, unless another hub did: whoever moves it sends it."""
        if following is not None and post.expires_on is not None:
            is_over = following.astimezone(LOCAL_TIME).date() > post.expires_on
            following = None if is_over else following
        state = PostState.SENT if following is None else PostState.SCHEDULED
        moved = session.execute(
            update(Post)
            .where(Post.id == post.id, Post.state == PostState.SCHEDULED, Post.next_due_at == due)
            .values(next_due_at=following, state=state)
            .execution_options(synchronize_session=False)
        )
        session.refresh(post)
        return bool(moved.rowcount)  # type: ignore[attr-defined]

    def _put(self, session: Session, post: Post, occurrence: PostOccurrence) -> int:
        channels = set(post.channels) & self.broadcasts.reached
        if not channels or post.topic in WEB_ONLY:
            return 0
        key, now = occurrence_key(occurrence.id), self.now()
        at_once: defaultdict[str, list[int]] = defaultdict(list)
        held = []
        for one in self.subscriptions.list_for(session, post, channels, now):
            if one.due_at <= now:
                at_once[one.language].append(one.contact_point_id)
            else:
                held.append(
                    {
                        "subscription_id": one.subscription_id,
                        "occurrence_id": occurrence.id,
                        "due_at": one.due_at,
                    }
                )
        if held:
            session.execute(insert(HeldPost), held)
        chats = self.linked.list_for(session, post, channels)
        reached = self.broadcasts.put_to_chats(session, key, self.texts.message(post, can_stop=False), chats)
        for language, points in at_once.items():
            reached += self.broadcasts.put(session, key, self.texts.message(post, language), points)
        return reached


def _times(schedule: Schedule, due: datetime, now: datetime) -> _Times:
    passed = [due]
    following = schedule.next_due(due, next_by_cron)
    while following is not None and following <= now:
        passed.append(following)
        following = schedule.next_due(following, next_by_cron)
    return _Times(passed, following)


def _occurrence(post: Post, due: datetime, now: datetime, state: OccurrenceState) -> PostOccurrence:
    return PostOccurrence(post_id=post.id, due_at=due, happened_at=now, state=state)
