"""Chases agencies that are silent: asks once more, then tells the coordinator, and the resident honestly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import (
    Concern,
    ConcernState,
    NoticeKind,
    OutgoingState,
    Referral,
    ReferralRole,
    ReferralState,
)
from bot.db.session import Database
from bot.domain.referral_packages import DeliveryPurpose
from bot.domain.staff import Actor
from bot.errors import CaseChangedError
from bot.services.cases import CaseService
from bot.services.notices import NoticeService
from bot.services.referral_deliveries import ReferralDeliveryService
from bot.services.worklist_filters import IS_OPEN

CHASER = Actor("chaser")
"""As whom the audit trail knows it."""
_AT_ONCE = 200
_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class ChaserService:
    """Each step of each referral is a unit of work of its own, and is taken once however many hubs look."""

    database: Database
    cases: CaseService
    deliveries: ReferralDeliveryService
    notices: NoticeService
    target_day: Callable[[date, int], date]
    """The day that comes so many working days after another."""
    patience_days: int
    """Working days after being asked again until the coordinator is told."""
    now: Callable[[], datetime] = utc_now

    def look(self) -> int:
        """Take every step that is due today; how many there were. On days off nothing is."""
        today = self.now().astimezone(_LOCAL_TIME).date()
        if self.target_day(today, 0) != today:
            return 0
        late = (Referral.target_on < today, Referral.chased_at.is_(None))
        steps = sum(self._chase(referral_id) for referral_id in self._find(*late))
        asked = (Referral.chased_at.is_not(None), Referral.escalated_at.is_(None))
        return steps + sum(self._escalate(referral_id, today) for referral_id in self._find(*asked))

    def _find(self, *conditions: ColumnElement[bool]) -> Sequence[int]:
        # A case that the hub works on is not silent, even where its lead never said a word in the console.
        is_untouched = or_(Referral.role == ReferralRole.PARTNER, Concern.state == ConcernState.OPEN)
        silent = (Referral.state == ReferralState.SENT, IS_OPEN, is_untouched)
        query = select(Referral.id).join(Referral.concern).where(*silent, *conditions)
        with self.database.unit_of_work() as session:
            return session.scalars(query.order_by(Referral.id).limit(_AT_ONCE)).all()

    def _chase(self, referral_id: int) -> bool:
        with self.database.unit_of_work() as session:
            if not self._take(session, referral_id, Referral.chased_at.is_(None), chased_at=self.now()):
                return False
            referral = session.get_one(Referral, referral_id)
            has_arrived = _problem(referral) is None
            if has_arrived and self.deliveries.put_chase(session, referral):
                self._enter(session, referral, "referral.chase")
            return True

    def _escalate(self, referral_id: int, today: date) -> bool:
        try:
            with self.database.unit_of_work() as session:
                referral = session.get(Referral, referral_id)
                if referral is None or referral.chased_at is None or today < self._patient_until(referral):
                    return False
                is_free = Referral.escalated_at.is_(None)
                if not self._take(session, referral_id, is_free, escalated_at=self.now()):
                    return False
                self._tell(session, referral)
                return True
        except CaseChangedError:
            # Somebody is at it just now; the next look sees what they did.
            return False

    def _patient_until(self, referral: Referral) -> date:
        """Until when an agency that was asked again has time; one that can't be asked has had its own."""
        assert referral.chased_at is not None  # noqa: S101 -- who calls this has looked
        if not any(d.purpose == DeliveryPurpose.CHASE for d in referral.deliveries):
            return referral.target_on
        return self.target_day(referral.chased_at.astimezone(_LOCAL_TIME).date(), self.patience_days)

    def _tell(self, session: Session, referral: Referral) -> None:
        concern: Concern = referral.concern
        problem = _problem(referral)
        kind = NoticeKind.SILENT if problem is None else NoticeKind.NOT_ARRIVED
        facts = {
            "agency": referral.agency_id,
            "target_on": referral.target_on.isoformat(),
            "role": str(referral.role),
            **({"problem": problem} if problem else {}),
        }
        key = f"silent:{concern.reference}:{referral.id}:{referral.sent_at:%Y%m%d%H%M%S}"
        self.notices.give(session, key, kind, concern, facts)
        self._enter(session, referral, "referral.escalate")
        if referral.role == ReferralRole.LEAD:
            # What is told stands under the next version of the case, so that it is told once.
            self.cases.claim(session, concern, concern.version)
            self.cases.news.tell(session, concern, "case_silent" if problem is None else "case_not_arrived")

    def _take(
        self, session: Session, referral_id: int, only_if: ColumnElement[bool], **moment: datetime
    ) -> bool:
        change = update(Referral).where(
            Referral.id == referral_id, Referral.state == ReferralState.SENT, only_if
        )
        taken = session.execute(change.values(**moment).execution_options(synchronize_session="fetch"))
        return bool(taken.rowcount)  # type: ignore[attr-defined]

    def _enter(self, session: Session, referral: Referral, action: str) -> None:
        subject = ("concern", referral.concern.reference)
        self.cases.audit.record(session, CHASER, action, subject, after={"agency": referral.agency_id})


def _problem(referral: Referral) -> str | None:
    """Why the referral has not reached its agency; None when it has."""
    first = next((d for d in referral.deliveries if d.purpose == DeliveryPurpose.REFERRAL), None)
    if first is None or first.state == OutgoingState.SENT:
        return None
    return first.reason or "on its way"
