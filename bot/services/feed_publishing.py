"""Lets news of trusted sources go out by themselves: within their rules, by day, and not too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import FeedItem, FeedSource
from bot.domain.feed_items import ItemState
from bot.domain.feed_rules import FeedRule
from bot.domain.posts import WEB_ONLY, PostStep
from bot.domain.schedules import LOCAL_TIME, Schedule, ScheduleKind
from bot.domain.staff import Actor
from bot.errors import PostError
from bot.services.feed_cleaning import plain_text
from bot.services.feed_items import FeedItemService, draft_of
from bot.services.feed_judgement import FeedJudgement

TRUSTED = Actor("trusted feed")
FRESHEST = timedelta(days=2)
"""What came out longer ago than this is no news that goes out unseen."""
_OPENS, _CLOSES = time(8), time(20)
_SOON = timedelta(minutes=2)
_STEPS = (PostStep.SUBMIT, PostStep.APPROVE, PostStep.SCHEDULE)


@dataclass(frozen=True, slots=True)
class FeedPublishingService:
    """What it doesn't let out waits for staff as everything else does."""

    items: FeedItemService
    judgement: FeedJudgement
    now: Callable[[], datetime] = utc_now

    def publish(
        self, session: Session, source: FeedSource, new: Sequence[FeedItem], rules: Sequence[FeedRule]
    ) -> int:
        """Let out what may; how many."""
        if not source.is_trusted or source.last_worked_at is None:
            # What stands in a feed when it is read first was not written for us.
            return 0
        room = source.daily_cap - self._count_today(session, source)
        count = 0
        for item in new:
            if count >= room:
                break
            count += self._publish(session, item, rules)
        return count

    def _publish(self, session: Session, item: FeedItem, rules: Sequence[FeedRule]) -> bool:
        phrase = self.judgement.may_publish(item.title, plain_text(item.html), item.source_id, rules)
        is_fresh = item.published_at is not None and self.now() - item.published_at <= FRESHEST
        is_known = item.topic is not None and item.topic not in WEB_ONLY
        if item.state != ItemState.WAITING or phrase is None or not (is_fresh and is_known and item.link):
            return False
        try:
            with session.begin_nested():
                self.items.take(session, TRUSTED, item, draft_of(item, self._schedule()), _STEPS)
                item.by_itself = True
                item.why = [f"went out by itself for “{phrase}”", *item.why]
        except PostError:
            # It can't be a post as it is: somebody has to look at it.
            return False
        return True

    def _schedule(self) -> Schedule:
        """The next minutes, or the next morning."""
        local = (self.now() + _SOON).astimezone(LOCAL_TIME)
        if local.time() >= _CLOSES:
            local = datetime.combine(local.date() + timedelta(days=1), _OPENS, LOCAL_TIME)
        elif local.time() < _OPENS:
            local = datetime.combine(local.date(), _OPENS, LOCAL_TIME)
        return Schedule(ScheduleKind.ONCE, at=time(local.hour, local.minute), on=local.date())

    def _count_today(self, session: Session, source: FeedSource) -> int:
        midnight = datetime.combine(self.now().astimezone(LOCAL_TIME).date(), time(), LOCAL_TIME)
        return (
            session.scalar(
                select(func.count())
                .select_from(FeedItem)
                .where(FeedItem.source_id == source.id, FeedItem.by_itself, FeedItem.handled_at >= midnight)
            )
            or 0
        )
