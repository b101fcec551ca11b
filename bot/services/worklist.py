"""The worklist: the concerns that somebody may see, filtered, sorted and a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from bot.db.models import Classification, Concern, ConcernState, Referral, ReferralRole, StaffMember
from bot.domain.staff import Actor
from bot.services.concern_search import is_among_many, matches_each
from bot.services.worklist_filters import WorklistFilter, conditions_of, visible_to
from bot.services.worklist_pages import Sort, cursor_of, key_of, order_by
from bot.services.worklist_pages import after as start_after

SHOWN_AT_ONCE = 50
LOOKED_AT_EACH = 10_000
"""So many of the newest are looked at one by one for words, before all that have the words are found."""


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
        ids = self._find(session, actor, wanted, today, after)
        rows = [
            WorklistRow(*row)
            for row in session.execute(
                _ROWS.where(Concern.id.in_(ids[:SHOWN_AT_ONCE])).order_by(*order_by(wanted.sort))
            )
        ]
        has_more = len(ids) > SHOWN_AT_ONCE
        return WorklistPage(rows, _next(wanted.sort, rows) if has_more else None)

    def _find(
        self, session: Session, actor: Actor, wanted: WorklistFilter, today: date, after: str
    ) -> Sequence[int]:
        """The keys of one page, and one more if there is another."""
        conditions = conditions_of(session, actor, wanted, today)
        query = select(Concern.id).where(*visible_to(actor), *conditions)
        query = start_after(query, wanted.sort, after).limit(SHOWN_AT_ONCE + 1)
        if not is_among_many(session, wanted.search):
            return session.scalars(query.order_by(*order_by(wanted.sort))).all()
        if wanted.sort is Sort.NEWEST:
            ids = self._find_among_newest(session, actor, wanted, today, after)
            if len(ids) > SHOWN_AT_ONCE:
                return ids
        return session.scalars(query.order_by(*order_by(wanted.sort, is_found_first=True))).all()

    def _find_among_newest(
        self, session: Session, actor: Actor, wanted: WorklistFilter, today: date, after: str
    ) -> Sequence[int]:
        """The same, of the newest only: of frequent words these fill a page before all are found."""
        last = key_of(after) or session.scalar(select(func.max(Concern.id))) or 0
        conditions = conditions_of(session, actor, replace(wanted, search=""), today)
        query = select(Concern.id).where(*visible_to(actor), *conditions, Concern.id > last - LOOKED_AT_EACH)
        query = query.where(*matches_each(session, wanted.search))
        query = start_after(query, wanted.sort, after).order_by(*order_by(wanted.sort))
        return session.scalars(query.limit(SHOWN_AT_ONCE + 1)).all()


def _next(sort: Sort, rows: Sequence[WorklistRow]) -> str | None:
    return cursor_of(sort, rows[-1].id, rows[-1].target_on) if rows else None
