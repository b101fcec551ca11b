"""The worklist: the concerns that somebody may see, filtered, sorted and a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, text
from sqlalchemy.orm import Session, aliased

from bot.db.models import Classification, Concern, ConcernState, Referral, ReferralRole, StaffMember
from bot.domain.staff import Actor
from bot.services.concern_search import matches
from bot.services.worklist_pages import Sort, cursor_of, order_by
from bot.services.worklist_pages import after as start_after

SHOWN_AT_ONCE = 50
LOW_CONFIDENCE = 0.6
"""Below this probability a person should look whether it was understood."""
#: Written out, so that the databases see that their indexes of open concerns serve.
IS_OPEN: ColumnElement[bool] = text("concern.state <> 'closed'")  # type: ignore[assignment]


class State(StrEnum):
    """Which concerns are asked for by how far they are."""

    OPEN = "open"
    """All that aren't closed."""
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What is asked for; what is empty leaves nothing out."""

    search: str = ""
    state: State = State.OPEN
    category: str = ""
    """`unknown` for those that a person has to decide."""
    agency: str = ""
    area: str = ""
    """`unknown` for those without one."""
    is_overdue: bool = False
    is_unassigned: bool = False
    is_unsure: bool = False
    """Understood with little confidence."""
    is_sensitive: bool = False
    is_mine: bool = False
    sort: Sort = Sort.NEWEST


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One concern as the queue shows it."""

    id: int
    reference: str
    category: str | None
    place_name: str | None
    hub_area: str | None
    state: ConcernState
    is_sensitive: bool
    target_on: date
    filed_at: datetime
    version: int
    confidence: float | None
    assigned_name: str | None
    lead: str | None


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Some rows, and where the next page begins."""

    rows: Sequence[WorklistRow]
    following: str | None
    """Cursor of the next page; None on the last."""


_lead = aliased(Referral)
_ROWS: Select[*tuple[Any, ...]] = (
    select(
        Concern.id,
        Concern.reference,
        Concern.category,
        Concern.place_name,
        Concern.hub_area,
        Concern.state,
        Concern.is_sensitive,
        Concern.target_on,
        Concern.filed_at,
        Concern.version,
        Classification.confidence,
        StaffMember.name,
        _lead.agency_id,
    )
    .outerjoin(Classification, Classification.concern_id == Concern.id)
    .outerjoin(StaffMember, StaffMember.id == Concern.assigned_to)
    .outerjoin(_lead, and_(_lead.concern_id == Concern.id, _lead.role == ReferralRole.LEAD))
)


class WorklistService:
    """Reads the worklist and changes nothing."""

    def list_page(
        self, session: Session, actor: Actor, wanted: WorklistFilter, today: date, after: str = ""
    ) -> WorklistPage:
        """One page, from a cursor on; a cursor that can't be read means the first page."""
        query = select(Concern.id).where(*visible_to(actor), *conditions_of(session, actor, wanted, today))
        query = (
            start_after(query, wanted.sort, after).order_by(*order_by(wanted.sort)).limit(SHOWN_AT_ONCE + 1)
        )
        ids = session.scalars(query).all()
        rows = [
            WorklistRow(*row)
            for row in session.execute(
                _ROWS.where(Concern.id.in_(ids[:SHOWN_AT_ONCE])).order_by(*order_by(wanted.sort))
            )
        ]
        has_more = len(ids) > SHOWN_AT_ONCE
        return WorklistPage(rows, _next(wanted.sort, rows) if has_more else None)


def _next(sort: Sort, rows: Sequence[WorklistRow]) -> str | None:
    return cursor_of(sort, rows[-1].id, rows[-1].target_on) if rows else None


def visible_to(actor: Actor) -> list[ColumnElement[bool]]:
    """The conditions under which hub staff see a concern: their areas, and what has none."""
    if not actor.areas:
        return []
    return [or_(Concern.hub_area.in_(sorted(actor.areas)), Concern.hub_area.is_(None))]


def conditions_of(
    session: Session, actor: Actor, wanted: WorklistFilter, today: date
) -> list[ColumnElement[bool]]:
    """What a concern has to be like for a view to hold it."""
    found = matches(session, wanted.search)
    asked: list[tuple[bool, ColumnElement[bool] | None]] = [
        (found is not None, found),
        (wanted.category == "unknown", Concern.category.is_(None)),
        (wanted.category not in {"", "unknown"}, Concern.category == wanted.category),
        (wanted.area == "unknown", Concern.hub_area.is_(None)),
        (wanted.area not in {"", "unknown"}, Concern.hub_area == wanted.area),
        (bool(wanted.agency), Concern.id.in_(_referred_to(wanted.agency))),
        (wanted.is_overdue, and_(Concern.target_on < today, IS_OPEN)),
        (wanted.is_unassigned, and_(Concern.assigned_to.is_(None), IS_OPEN)),
        (wanted.is_unsure, Concern.id.in_(_unsure())),
        (wanted.is_sensitive, Concern.is_sensitive.is_(True)),
        (wanted.is_mine, Concern.assigned_to == actor.staff_id),
    ]
    return [*_by_state(wanted.state), *(c for is_asked, c in asked if is_asked and c is not None)]


def _by_state(state: State) -> list[ColumnElement[bool]]:
    match state:
        case State.ALL:
            return []
        case State.OPEN:
            return [IS_OPEN]
        case State.CLOSED:
            return [Concern.state == ConcernState.CLOSED]
        case State.NEW:
            return [Concern.state == ConcernState.OPEN, IS_OPEN]
        case _:
            return [Concern.state == state.value, IS_OPEN]


def _referred_to(agency: str) -> Select[int]:
    return select(Referral.concern_id).where(Referral.agency_id == agency)


def _unsure() -> Select[int]:
    return select(Classification.concern_id).where(
        Classification.confidence < LOW_CONFIDENCE, Classification.is_chosen_by_resident.is_(False)
    )
