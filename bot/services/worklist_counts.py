"""Counts what views of the queue hold, all in one question to the database and none further than is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from bot.db.models import Concern
from bot.domain.staff import Actor
from bot.services.worklist_filters import WorklistFilter, conditions_of, visible_to

MOST_COUNTED = 999
"""Beyond it a count says "more": counting on would cost more than the page."""


def count_views(
    session: Session, actor: Actor, views: Sequence[WorklistFilter], today: date, since: int | None = None
) -> list[int]:
    """How many concerns each view holds of those that somebody may see, up to one more than MOST_COUNTED.

    With `since` only those with a higher key: what came after somebody looked.
    """
    if not views:
        return []
    counts = []
    for wanted in views:
        found = select(literal(1)).where(*visible_to(actor), *conditions_of(session, actor, wanted, today))
        if since is not None:
            found = found.where(Concern.id > since)
        some = found.select_from(Concern).limit(MOST_COUNTED + 1).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery())
    return [int(count) for count in session.execute(select(*counts)).one()]


def newest_key(session: Session) -> int:
    """The key of the concern that was filed last; 0 when there is none."""
    return session.scalar(select(func.max(Concern.id))) or 0
