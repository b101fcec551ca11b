"""Counts for everybody who has the queue open: each view once, however many look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.models import AuditEntry
from bot.domain.staff import Actor
from bot.services.worklist_counts import count_views, newest_key
from bot.services.worklist_filters import WorklistFilter
from bot.services.worklist_pages import Sort


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who has the queue open."""

    actor: Actor
    views: Mapping[str, WorklistFilter]
    """What is counted, by what it is called on the page."""
    wanted: WorklistFilter
    """What the page shows."""
    since: int
    """Key of the newest concern when it was shown."""


@dataclass(frozen=True, slots=True)
class QueueNews:
    """What somebody with the queue open is told."""

    counts: Mapping[str, int]
    new: int
    """Concerns that came since, and that the page would show."""


type Mark = tuple[int, int, date]
type _Asked = tuple[frozenset[str], int | None, WorklistFilter, int | None]
"""Whose areas, whose own (None: nobody's), which view, and since when (None: always)."""


def mark_of(session: Session, today: date) -> Mark:
    """Changes when a concern is filed, staff or agencies do something, or the day ends."""
    return newest_key(session), session.scalar(select(func.max(AuditEntry.id))) or 0, today


def look_for_all(session: Session, watches: Sequence[Watch], today: date) -> list[QueueNews]:
    """What each is to be told, within what they may see."""
    newest = newest_key(session)
    asked: dict[_Asked, Actor] = {}
    for watch in watches:
        for wanted in watch.views.values():
            asked[_key(watch.actor, wanted)] = watch.actor
        if watch.since < newest:
            asked[_key(watch.actor, watch.wanted, watch.since)] = watch.actor
    counts = _count(session, asked, today)
    return [
        QueueNews(
            {name: counts[_key(watch.actor, wanted)] for name, wanted in watch.views.items()},
            counts.get(_key(watch.actor, watch.wanted, watch.since), 0),
        )
        for watch in watches
    ]


def _key(actor: Actor, wanted: WorklistFilter, since: int | None = None) -> _Asked:
    owner = actor.staff_id if wanted.is_mine else None
    return actor.areas, owner, replace(wanted, sort=Sort.NEWEST), since


def _count(session: Session, asked: Mapping[_Asked, Actor], today: date) -> dict[_Asked, int]:
    """Together those that one question can count: of the same areas and person, and since the same time."""
    together: dict[tuple[frozenset[str], int | None, int | None], list[_Asked]] = {}
    for key in asked:
        areas, owner, _, since = key
        together.setdefault((areas, owner, since), []).append(key)
    found: dict[_Asked, int] = {}
    for (_, _, since), keys in together.items():
        counts = count_views(session, asked[keys[0]], [key[2] for key in keys], today, since)
        found.update(zip(keys, counts, strict=True))
    return found
