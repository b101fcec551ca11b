"""Notices to the hub's coordinator: given once, listed until somebody has looked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.db.base import utc_now
from bot.db.models import Concern, NoticeKind, StaffNotice
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.audit import AuditService
from bot.services.worklist_filters import visible_to


@dataclass(frozen=True, slots=True)
class NoticeService:
    """The only writer of notices."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def give(
        self, session: Session, key: str, kind: NoticeKind, concern: Concern, facts: Mapping[str, Any]
    ) -> None:
        """Have it looked at; one with the same key that was given before is enough."""
        if session.scalar(select(StaffNotice.id).where(StaffNotice.key == key)) is None:
            session.add(
                StaffNotice(key=key, kind=kind, concern=concern, facts=dict(facts), created_at=self.now())
            )

    def list_open(self, session: Session, actor: Actor, limit: int) -> Sequence[StaffNotice]:
        """What nobody has looked at yet in the actor's areas, oldest first."""
        query = select(StaffNotice).join(StaffNotice.concern).options(joinedload(StaffNotice.concern))
        query = query.where(StaffNotice.done_at.is_(None), *visible_to(actor))
        return session.scalars(query.order_by(StaffNotice.id).limit(limit)).all()

    def end(self, session: Session, actor: Actor, notice_id: int) -> None:
        """Say that somebody has looked; raises NotFoundError."""
        notice = session.scalar(
            select(StaffNotice)
            .join(StaffNotice.concern)
            .where(StaffNotice.id == notice_id, StaffNotice.done_at.is_(None), *visible_to(actor))
        )
        if notice is None:
            raise NotFoundError(f"no open notice {notice_id} for {actor.name}")
        notice.done_at = self.now()
        subject = ("concern", notice.concern.reference)
        self.audit.record(session, actor, "notice.end", subject, after={"notice": str(notice.kind)})
