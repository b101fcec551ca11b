"""The audit trail: who did or saw what, when and from where; it is added to and read, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.db.models import AuditEntry
from bot.domain.staff import Actor

_EXPORTED_AT_ONCE = 500
_LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; what is empty leaves nothing out."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AuditService:
    """The only writer of the audit trail; called by every service that changes a case or an account."""

    def record(
        self,
        session: Session,
        actor: Actor,
        action: str,
        subject: tuple[str, str],
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
    ) -> None:
        """Add an entry in the unit of work that does the thing, so that neither is there without the other.

        `action` is `topic.verb`, `subject` the kind and key of what it was done to. Of `before` and `after`
        only fields that differ are kept. Never pass a password, a code, or a resident's words.
        """
        changed = _changed(before or {}, after or {})
        session.add(
            AuditEntry(
                staff_id=actor.staff_id,
                actor=actor.name,
                address=actor.address,
                action=action,
                subject_kind=subject[0],
                subject_id=subject[1],
                before={name: _plain((before or {})[name]) for name in changed if name in (before or {})},
                after={name: _plain((after or {})[name]) for name in changed if name in (after or {})},
                reason=reason[:_LONGEST_REASON] if reason else None,
            )
        )

    def list_entries(
        self, session: Session, wanted: AuditFilter, limit: int, before: int | None = None
    ) -> Sequence[AuditEntry]:
        """The newest entries first; `before` is the id that the last page ended with."""
        query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.id.desc()).limit(limit)
        return session.scalars(query if before is None else query.where(AuditEntry.id < before)).all()

    def export(self, session: Session, wanted: AuditFilter) -> Iterator[AuditEntry]:
        """Every entry asked for, oldest first, read a few hundred at a time."""
        query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.id)
        return iter(session.scalars(query.execution_options(yield_per=_EXPORTED_AT_ONCE)))

    def list_for_subject(self, session: Session, kind: str, key: str) -> Sequence[AuditEntry]:
        """What was done to one thing, oldest first."""
        query = select(AuditEntry).where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == key)
        return session.scalars(query.order_by(AuditEntry.id)).all()


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def _plain(value: Any) -> Any:
    """As JSON has it: days and moments as ISO 8601, sets sorted."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor:
        conditions.append(AuditEntry.actor == wanted.actor)
    if wanted.action:
        conditions.append(AuditEntry.action.startswith(wanted.action, autoescape=True))
    if wanted.subject:
        conditions.append(AuditEntry.subject_id == wanted.subject)
    if wanted.since is not None:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions
