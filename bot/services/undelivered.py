"""What the queues gave up: staff see it without its words, have it tried again, or leave it for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, ContactPoint, InboxUpdate, OutgoingMessage
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.claims import FORGOTTEN, GIVEN_UP, Claims

MOST_SHOWN = 200
_NO_LEASE = timedelta(0)


class Queue(StrEnum):
    """Which way something was going."""

    OUTBOX = "outbox"
    """To a resident or a group."""
    INBOX = "inbox"
    """From a channel to the hub."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One thing that was given up; never what it says or whom it is for."""

    id: int
    channel: str
    since: datetime
    """When it was written, or came."""
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class UndeliveredService:
    """Changes what is given up, and enters it in the audit trail in the same unit of work."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def list_given_up(self, session: Session, actor: Actor, queue: Queue) -> Sequence[Undelivered]:
        """The oldest that were given up, at most `MOST_SHOWN`, of people who reported from one's areas."""
        rows, since = _table(queue)
        query = (
            select(rows.id, rows.channel, since, rows.attempts, rows.reason)
            .where(rows.state == GIVEN_UP, *_visible(actor, rows))
            .order_by(rows.id)
            .limit(MOST_SHOWN)
        )
        return [Undelivered(*row[:4], row[4] or "") for row in session.execute(query)]

    def try_again(self, session: Session, actor: Actor, queue: Queue, row_id: int | None = None) -> int:
        """Try one again from the first try on, or all (None) that somebody sees; how many.

        Raises NotFoundError for one that is gone, or isn't theirs to see.
        """
        claims = _claims(queue)
        if row_id is None and not actor.areas:
            found = claims.retry(session, self.now(), None)
        else:
            found = sum(
                claims.retry(session, self.now(), number) for number in _seen(session, actor, queue, row_id)
            )
        if row_id is not None and not found:
            raise NotFoundError("It isn't on the list any more.")
        if found:
            after = {"state": "waiting", "count": found}
            self.audit.record(session, actor, f"{queue}.retry", _subject(queue, row_id), after=after)
        return found

    def give_up(self, session: Session, actor: Actor, queue: Queue, row_id: int, reason: str) -> None:
        """Empty it, so that nobody can try it again. Raises StaffError without a reason, NotFoundError."""
        if not reason:
            raise StaffError("say why it needn't be tried again")
        if not _seen(session, actor, queue, row_id) or not _claims(queue).forget(session, row_id):
            raise NotFoundError("It isn't on the list any more.")
        self.audit.record(
            session,
            actor,
            f"{queue}.give_up",
            _subject(queue, row_id),
            before={"state": GIVEN_UP},
            after={"state": FORGOTTEN},
            reason=reason,
        )


def _seen(session: Session, actor: Actor, queue: Queue, row_id: int | None) -> Sequence[int]:
    """The keys of what was given up and somebody sees: one, or all."""
    rows, _ = _table(queue)
    query = select(rows.id).where(rows.state == GIVEN_UP, *_visible(actor, rows))
    return session.scalars(query if row_id is None else query.where(rows.id == row_id)).all()


def _visible(actor: Actor, rows: Any) -> list[ColumnElement[bool]]:
    """Who has areas sees what is for or from people with a concern there, and who have none anywhere yet."""
    if not actor.areas:
        return []
    of_them = (
        select(Concern.id)
        .join(ContactPoint, ContactPoint.person_id == Concern.person_id)
        .where(ContactPoint.channel == rows.channel, ContactPoint.address == rows.address)
    )
    here = of_them.where(Concern.hub_area.in_(sorted(actor.areas))).exists()
    anywhere = of_them.where(Concern.hub_area.is_not(None)).exists()
    return [or_(here, ~anywhere)]


def _table(queue: Queue) -> tuple[Any, Any]:
    """The table of a queue, and its column of since when."""
    if queue is Queue.OUTBOX:
        return OutgoingMessage, OutgoingMessage.created_at
    return InboxUpdate, InboxUpdate.received_at


def _claims(queue: Queue) -> Claims[Any]:
    return Claims(_table(queue)[0], ("id",), _NO_LEASE)


def _subject(queue: Queue, row_id: int | None) -> tuple[str, str]:
    return queue.value, "all" if row_id is None else str(row_id)
