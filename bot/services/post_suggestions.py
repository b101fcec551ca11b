"""Suggests posts: looks once a week for what went up where, and keeps the figures for staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, Post, PostSuggestion
from bot.domain.categories import Category
from bot.domain.posts import PostState
from bot.domain.schedules import LOCAL_TIME
from bot.domain.staff import Actor
from bot.domain.trends import BEFORE_WEEKS, RECENT_WEEKS, TOPIC_OF, Count, find_rises
from bot.errors import NotFoundError

_MOST_FITTING = 3
_SHOWN_FOR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What went up, and the posts that may help."""

    row: PostSuggestion
    posts: Sequence[Post]


@dataclass(frozen=True, slots=True)
class PostSuggestionService:
    """The only writer of suggestions; sends nothing."""

    now: Callable[[], datetime] = utc_now

    def suggest(self, session: Session) -> int:
        """Look at the counts of today; how many rises are new."""
        today = self.now().astimezone(LOCAL_TIME).date()
        known = {
            (row.category, row.hub_area)
            for row in session.scalars(
                select(PostSuggestion).where(PostSuggestion.made_on > today - _SHOWN_FOR)
            )
        }
        rises = [
            r for r in find_rises(self._count(session)) if (r.count.category, r.count.hub_area) not in known
        ]
        for rise in rises:
            session.add(
                PostSuggestion(
                    made_on=today,
                    category=rise.count.category,
                    hub_area=rise.count.hub_area,
                    recent=rise.count.recent,
                    before=rise.count.before,
                    probability=rise.probability,
                )
            )
        return len(rises)

    def list_open(self, session: Session, actor: Actor) -> list[Suggestion]:
        """What staff haven't dismissed of the last weeks in the actor's areas, the surest first."""
        since = self.now().astimezone(LOCAL_TIME).date() - _SHOWN_FOR
        rows = session.scalars(
            select(PostSuggestion)
            .where(PostSuggestion.dismissed_at.is_(None), PostSuggestion.made_on > since)
            .order_by(PostSuggestion.probability)
        )
        seen = [row for row in rows if actor.sees_area(row.hub_area)]
        return [Suggestion(row, self._fitting(session, row)) for row in seen]

    def dismiss(self, session: Session, actor: Actor, suggestion_id: int) -> None:
        """Show it no more; raises NotFoundError for one that is of another area too."""
        row = session.get(PostSuggestion, suggestion_id)
        if row is None or not actor.sees_area(row.hub_area):
            raise NotFoundError("no such suggestion")
        row.dismissed_at = self.now()

    def _fitting(self, session: Session, row: PostSuggestion) -> Sequence[Post]:
        posts = session.scalars(
            select(Post)
            .where(Post.topic == TOPIC_OF[Category(row.category)], Post.state != PostState.RETRACTED)
            .order_by(Post.next_due_at.is_(None), Post.next_due_at, Post.id)
        )
        return [post for post in posts if not post.areas or row.hub_area in post.areas][:_MOST_FITTING]

    def _count(self, session: Session) -> list[Count]:
        now = self.now()
        recently, begin = (
            now - timedelta(weeks=RECENT_WEEKS),
            now - timedelta(weeks=RECENT_WEEKS + BEFORE_WEEKS),
        )
        is_recent = case((Concern.filed_at > recently, 1), else_=0)
        rows = session.execute(
            select(Concern.category, Concern.hub_area, func.sum(is_recent), func.count())
            .where(Concern.filed_at > begin, Concern.category.is_not(None), Concern.hub_area.is_not(None))
            .group_by(Concern.category, Concern.hub_area)
        )
        return [
            Count(Category(str(c)), str(area), int(new), int(all_) - int(new)) for c, area, new, all_ in rows
        ]
