"""Blocks: staff keep somebody out of the chat for some time; danger in their words is answered as ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ContactBlock, ContactPoint, Conversation, Person
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.people import end_of_block

LONGEST_DAYS = 365
_LONGEST_REASON = 1000
_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class BlockService:
    """The only writer of blocks."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def block(
        self, session: Session, actor: Actor, conversation: Conversation, last: date, reason: str
    ) -> ContactBlock:
        """Keep whoever writes there out until the end of a day.

        Raises StaffError without a reason, or for a day that has gone by or is more than a year away.
        """
        today = self.now().astimezone(_LOCAL_TIME).date()
        if not reason.strip():
            raise StaffError("give a reason")
        if not today <= last <= today + timedelta(days=LONGEST_DAYS):
            raise StaffError("choose a day from today on, within a year")
        of_person = (
            ContactPoint.person_id == conversation.person_id,
            ContactPoint.channel == conversation.channel,
        )
        point = session.scalars(select(ContactPoint).where(*of_person)).first()
        if point is None:
            raise StaffError("nobody can be reached there any more")
        row = ContactBlock(
            channel=point.channel,
            address=point.address,
            hub_area=conversation.person.home_area,
            reason=reason.strip()[:_LONGEST_REASON],
            until=datetime.combine(last + timedelta(days=1), time.min, _LOCAL_TIME),
            staff_id=actor.staff_id,
            blocked_at=self.now(),
        )
        session.add(row)
        session.flush()
        session.refresh(row)
        self._follow(session, row)
        self._record(session, actor, row, "block", reason)
        return row

    def lift(self, session: Session, actor: Actor, block_id: int, reason: str) -> None:
        """Take one back before its end; raises NotFoundError, and StaffError without a reason."""
        row = session.get(ContactBlock, block_id)
        if row is None or not self._is_on(row) or not actor.sees_area(row.hub_area):
            raise NotFoundError(f"no block {block_id} for {actor.name}")
        if not reason.strip():
            raise StaffError("give a reason")
        row.lifted_at = self.now()
        session.flush()
        self._follow(session, row)
        self._record(session, actor, row, "lift", reason)

    def list_blocks(self, session: Session, actor: Actor) -> Sequence[ContactBlock]:
        """Those that are on, in the actor's areas, the newest first."""
        is_on = (ContactBlock.until > self.now(), ContactBlock.lifted_at.is_(None))
        rows = session.scalars(select(ContactBlock).where(*is_on).order_by(ContactBlock.id.desc()))
        return [row for row in rows if actor.sees_area(row.hub_area)]

    def forget_ended(self, session: Session) -> None:
        """Delete what is over: the audit trail knows that it was, and the address isn't needed any more."""
        is_over = or_(ContactBlock.until <= self.now(), ContactBlock.lifted_at.is_not(None))
        session.execute(delete(ContactBlock).where(is_over))

    def _is_on(self, row: ContactBlock) -> bool:
        return row.lifted_at is None and row.until > self.now()

    def _follow(self, session: Session, row: ContactBlock) -> None:
        """Have the person know the end of the longest block that is on."""
        person = session.scalar(
            select(Person)
            .join(ContactPoint, ContactPoint.person_id == Person.id)
            .where(ContactPoint.channel == row.channel, ContactPoint.address == row.address)
        )
        if person is not None:
            person.blocked_until = session.scalar(end_of_block(row.channel, row.address, self.now()))

    def _record(self, session: Session, actor: Actor, row: ContactBlock, what: str, reason: str) -> None:
        facts = {"channel": row.channel, "until": row.until}
        subject = ("block", str(row.id))
        self.audit.record(session, actor, f"person.{what}", subject, after=facts, reason=reason.strip())
