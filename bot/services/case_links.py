"""Case links: which other concerns may belong to one, suggested only to those who may see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern
from bot.domain.similar import RECENT, Point, near_metres
from bot.domain.staff import Actor
from bot.services.worklist_filters import visible_to

_MOST_LINKED = 8
_MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class NearConcern:
    """One that may be the same thing."""

    concern: Concern
    metres: int | None
    """How far it is away; None where only the name of the place is known."""


@dataclass(frozen=True, slots=True)
class CaseLinks:
    """What may belong to a concern."""

    nearby: Sequence[NearConcern]
    same_person: Sequence[Concern]
    together: Sequence[Concern]
    """Told in the same report."""
    duplicates: Sequence[Concern]
    """Followed under this one."""
    main: Concern | None
    """The one that this is followed under."""


@dataclass(frozen=True, slots=True)
class CaseLinkService:
    """Reads only. Sensitive concerns are linked to and from only for those with that right."""

    now: Callable[[], datetime] = utc_now

    def find(self, session: Session, actor: Actor, concern: Concern, *, sees_sensitive: bool) -> CaseLinks:
        """What may belong to the concern, of what the actor may see."""
        may_see = [*visible_to(actor)]
        if not sees_sensitive:
            may_see.append(Concern.is_sensitive.is_(False))
        is_linked = sees_sensitive or not concern.is_sensitive
        return CaseLinks(
            nearby=self._list_nearby(session, concern, may_see) if is_linked else [],
            same_person=self._list_same_person(session, concern, may_see) if is_linked else [],
            together=self._list_together(session, concern, may_see),
            duplicates=_list(session, concern, may_see, Concern.duplicate_of == concern.id),
            main=next(iter(_list(session, concern, may_see, Concern.id == concern.duplicate_of)), None),
        )

    def _list_same_person(
        self, session: Session, concern: Concern, may_see: list[ColumnElement[bool]]
    ) -> Sequence[Concern]:
        """Who reported anonymously is not recognised again."""
        if concern.person_id is None or concern.is_anonymous:
            return []
        is_theirs = Concern.person_id == concern.person_id
        return _list(session, concern, may_see, is_theirs, Concern.is_anonymous.is_(False))

    def _list_nearby(
        self, session: Session, concern: Concern, may_see: list[ColumnElement[bool]]
    ) -> Sequence[NearConcern]:
        """The same category near by, open or recent, the nearest first."""
        is_near = _is_near(concern)
        if concern.category is None or is_near is None:
            return []
        query = select(Concern).where(
            Concern.id != concern.id,
            Concern.category == concern.category,
            Concern.duplicate_of.is_(None),
            or_(Concern.state != "closed", Concern.filed_at >= self.now() - RECENT),
            is_near,
            *may_see,
        )
        found = session.scalars(query.order_by(Concern.id.desc()).limit(_MOST_COMPARED))
        near = [
            NearConcern(other, _metres(concern, other)) for other in found if other.id != concern.duplicate_of
        ]
        most = near_metres(concern.category)
        within = [
            one for one in near if one.metres is None or one.metres <= most or _is_same_place(concern, one)
        ]
        return sorted(within, key=lambda one: (one.metres is None, one.metres or 0))[:_MOST_LINKED]

    def _list_together(
        self, session: Session, concern: Concern, may_see: list[ColumnElement[bool]]
    ) -> Sequence[Concern]:
        if concern.joint_case_id is None:
            return []
        return _list(session, concern, may_see, Concern.joint_case_id == concern.joint_case_id)


def _list(
    session: Session, concern: Concern, may_see: list[ColumnElement[bool]], *conditions: ColumnElement[bool]
) -> Sequence[Concern]:
    query = select(Concern).where(Concern.id != concern.id, *conditions, *may_see)
    return session.scalars(query.order_by(Concern.id.desc()).limit(_MOST_LINKED)).all()


def _is_near(concern: Concern) -> ColumnElement[bool] | None:
    """The condition under which another may be near; None where nothing is known of the place."""
    is_there = Concern.place_id == concern.place_id if concern.place_id is not None else None
    point = _point(concern)
    if point is None:
        return is_there
    north, east = point.degrees_around(near_metres(concern.category))
    is_around = Concern.latitude.between(point.latitude - north, point.latitude + north) & (
        func.abs(Concern.longitude - point.longitude) <= east
    )
    return is_around if is_there is None else or_(is_around, is_there)


def _point(concern: Concern) -> Point | None:
    if concern.latitude is None or concern.longitude is None:
        return None
    return Point(concern.latitude, concern.longitude)


def _metres(concern: Concern, other: Concern) -> int | None:
    here, there = _point(concern), _point(other)
    return round(here.metres_to(there)) if here and there else None


def _is_same_place(concern: Concern, near: NearConcern) -> bool:
    return concern.place_id is not None and near.concern.place_id == concern.place_id
