"""Cases: what staff do with a concern, each once, by who may, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, ConcernState, Outcome, StaffMember
from bot.domain.staff import Actor, Role
from bot.errors import CaseChangedError, NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.case_news import CaseNews
from bot.services.worklist_filters import visible_to

#: Who may be given a concern to work on.
WORKERS = (Role.HUB_OFFICER, Role.HUB_COORDINATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class CaseService:
    """The only writer of what staff change about a concern itself.

    Each change names the version that its author saw; it raises CaseChangedError when there is a newer one.
    """

    audit: AuditService
    news: CaseNews
    now: Callable[[], datetime] = utc_now

    def get(self, session: Session, actor: Actor, reference: str) -> Concern:
        """The concern, if this member of the hub may see it; raises NotFoundError."""
        concern = session.scalar(select(Concern).where(Concern.reference == reference, *visible_to(actor)))
        if concern is None:
            raise NotFoundError(f"no concern {reference} for {actor.name}")
        return concern

    def list_workers(self, session: Session) -> Sequence[StaffMember]:
        """Everybody who may be given a concern, by name."""
        can_work = (StaffMember.role.in_(WORKERS), StaffMember.disabled_at.is_(None))
        return session.scalars(select(StaffMember).where(*can_work).order_by(StaffMember.name)).all()

    def note_view(self, session: Session, actor: Actor, concern: Concern) -> None:
        """Somebody looked at it: that is entered too."""
        self.audit.record(session, actor, "case.view", ("concern", concern.reference))

    def assign(
        self, session: Session, actor: Actor, concern: Concern, version: int, staff_id: int | None
    ) -> None:
        """Give it to somebody, or to nobody; raises StaffError for who doesn't work on concerns there."""
        if staff_id is not None:
            self._check_worker(session, concern, staff_id)
        if staff_id == concern.assigned_to:
            return
        before = {"assigned_to": _name(session, concern.assigned_to)}
        self.claim(session, concern, version)
        concern.assigned_to = staff_id
        after = {"assigned_to": _name(session, staff_id)}
        self.enter(session, actor, concern, "case.assign", before, after)

    def set_state(
        self, session: Session, actor: Actor, concern: Concern, version: int, state: ConcernState, reason: str
    ) -> None:
        """Change how far it is; closing goes by `close`. Opening it again needs a reason (StaffError)."""
        if state == ConcernState.CLOSED:
            raise StaffError("closing needs an outcome")
        is_reopened = concern.state == ConcernState.CLOSED
        if is_reopened:
            need_reason(reason)
        if state == concern.state:
            return
        before = {"state": concern.state, "outcome": concern.outcome}
        self.claim(session, concern, version)
        concern.state, concern.outcome = state, None
        after = {"state": state, "outcome": None}
        self.enter(session, actor, concern, "case.set_state", before, after, reason)
        if is_reopened:
            self.news.tell(session, concern, "case_reopened")
        elif state == ConcernState.IN_PROGRESS:
            self.news.tell(session, concern, "case_in_progress")

    def close(
        self, session: Session, actor: Actor, concern: Concern, version: int, outcome: Outcome, reason: str
    ) -> None:
        """End it with an outcome and a reason for the record; the resident is told how it ended."""
        need_reason(reason)
        if concern.state == ConcernState.CLOSED:
            raise StaffError("it is closed already")
        before = {"state": concern.state, "outcome": concern.outcome}
        self.claim(session, concern, version)
        concern.state, concern.outcome = ConcernState.CLOSED, outcome
        after = {"state": concern.state, "outcome": outcome}
        self.enter(session, actor, concern, "case.close", before, after, reason)
        self.news.tell(session, concern, f"case_closed_{outcome.value}")
        self._tell_followers(session, actor, concern, f"case_closed_{outcome.value}")

    def set_outcome(
        self, session: Session, actor: Actor, concern: Concern, version: int, outcome: Outcome, reason: str
    ) -> None:
        """Correct how a closed one ended; the resident is told, since they were told otherwise."""
        need_reason(reason)
        if concern.state != ConcernState.CLOSED:
            raise StaffError("only what is closed has an outcome")
        if concern.outcome == outcome:
            return
        before = {"outcome": concern.outcome}
        self.claim(session, concern, version)
        concern.outcome = outcome
        self.enter(session, actor, concern, "case.set_outcome", before, {"outcome": outcome}, reason)
        self.news.tell(session, concern, f"case_closed_{outcome.value}")

    def ask_resident(
        self, session: Session, actor: Actor, concern: Concern, version: int, question: str
    ) -> None:
        """Send the resident a question and wait for the answer; StaffError if they can't be asked."""
        if not question.strip():
            raise StaffError("write the question")
        if not self.news.can_tell(session, concern):
            raise StaffError("the resident can't be reached here")
        before = {"state": concern.state}
        self.claim(session, concern, version)
        concern.state, concern.outcome = ConcernState.WAITING, None
        self.enter(session, actor, concern, "case.ask", before, {"state": concern.state})
        self.news.ask(session, concern, question.strip())

    def _tell_followers(self, session: Session, actor: Actor, concern: Concern, phrase: str) -> None:
        """Others whose reports are followed under this one hear how it ended, each of their own report."""
        followed = select(Concern).where(Concern.duplicate_of == concern.id)
        for other in session.scalars(followed).all():
            if other.person_id is None or other.person_id != concern.person_id:
                # News stand under the version, so that nothing is told twice.
                self.claim(session, other, other.version)
                subject = ("concern", other.reference)
                self.audit.record(session, actor, "case.tell_end", subject, after={"as": concern.reference})
                self.news.tell(session, other, phrase)

    def claim(self, session: Session, concern: Concern, version: int) -> None:
        """Begin a change: take the next version, which only one of two people can who saw the same one.

        Raises CaseChangedError for the other.
        """
        taken = session.scalar(
            update(Concern)
            .where(Concern.id == concern.id, Concern.version == version)
            .values(version=version + 1)
            .returning(Concern.version)
            .execution_options(synchronize_session=False)
        )
        if taken is None:
            raise CaseChangedError(concern.reference)
        session.refresh(concern)

    def _check_worker(self, session: Session, concern: Concern, staff_id: int) -> None:
        member = session.get(StaffMember, staff_id)
        if member is None or member.disabled_at is not None or member.role not in WORKERS:
            raise StaffError("this person doesn't work on concerns")
        if member.areas and concern.hub_area is not None and concern.hub_area not in member.areas:
            raise StaffError("this person doesn't see that area")

    def enter(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        action: str,
        before: dict[str, Any],
        after: dict[str, Any],
        reason: str = "",
    ) -> None:
        """End a change: add it to the audit trail."""
        session.flush()
        subject = ("concern", concern.reference)
        self.audit.record(
            session, actor, action, subject, before=before, after=after, reason=reason.strip() or None
        )


def need_reason(reason: str) -> None:
    """Raise StaffError where no reason is given."""
    if not reason.strip():
        raise StaffError("give a reason")


def _name(session: Session, staff_id: int | None) -> str | None:
    member = session.get(StaffMember, staff_id) if staff_id is not None else None
    return member.email if member is not None else None
