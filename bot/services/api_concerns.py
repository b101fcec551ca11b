"""Concerns as programs may read them: what, where about and how far, never who, nor in whose words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from bot.db.models import Concern
from bot.domain.api_keys import Caller, Scope
from bot.errors import NotFoundError
from bot.services.audit import AuditService


@dataclass(frozen=True, slots=True)
class ConcernFilter:
    """Which concerns are asked for; what is empty leaves nothing out."""

    category: str = ""
    area: str = ""
    state: str = ""
    since: datetime | None = None
    """Filed at that moment or later."""
    until: datetime | None = None
    """Filed before that moment."""


@dataclass(frozen=True, slots=True)
class ApiConcernService:
    """Reads; each one asked for, and every sensitive one that is listed, is entered in the audit trail."""

    audit: AuditService

    def list_page(
        self,
        session: Session,
        caller: Caller,
        address: str,
        wanted: ConcernFilter,
        limit: int,
        before: str | None = None,
    ) -> tuple[Sequence[Concern], str | None]:
        """The newest first, and the reference to go on `before`; raises NotFoundError for a wrong one."""
        query = _seen_by(caller).where(*_asked(wanted)).order_by(Concern.id.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(Concern.id < self._get(session, caller, before).id)
        found = session.scalars(query).all()
        page = found[:limit]
        sensitive = [concern.reference for concern in page if concern.is_sensitive]
        if sensitive:
            subject, after = ("api_key", str(caller.key_id)), {"references": sensitive}
            self.audit.record(session, caller.actor(address), "api.list_concerns", subject, after=after)
        return page, page[-1].reference if len(found) > limit else None

    def get(self, session: Session, caller: Caller, address: str, reference: str) -> Concern:
        """One concern; raises NotFoundError for what there isn't, or the key may not know of."""
        concern = self._get(session, caller, reference)
        self.audit.record(session, caller.actor(address), "case.view", ("concern", concern.reference))
        return concern

    def _get(self, session: Session, caller: Caller, reference: str) -> Concern:
        concern = session.scalar(_seen_by(caller).where(Concern.reference == reference))
        if concern is None:
            raise NotFoundError(f"no concern {reference} for key {caller.key_id}")
        return concern


def _seen_by(caller: Caller) -> Select[Concern]:
    query = select(Concern).options(selectinload(Concern.referrals))
    if not caller.may(Scope.SENSITIVE):
        query = query.where(Concern.is_sensitive.is_(False))
    return query.where(Concern.hub_area.in_(sorted(caller.areas))) if caller.areas else query


def _asked(wanted: ConcernFilter) -> list[ColumnElement[bool]]:
    asked = (
        (wanted.category, Concern.category == wanted.category),
        (wanted.area, Concern.hub_area == wanted.area),
        (wanted.state, Concern.state == wanted.state),
    )
    conditions = [condition for value, condition in asked if value]
    if wanted.since is not None:
        conditions.append(Concern.filed_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Concern.filed_at < wanted.until)
    return conditions
