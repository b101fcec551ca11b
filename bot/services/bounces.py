"""Mails to agencies that came back after they were taken: marks the referral's delivery as failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import DeliveryTry, OutgoingState, ReferralDelivery, ReferralState
from bot.db.session import Database
from bot.domain.bounced_mails import read_bounced_mail
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.return_addresses import ReturnAddresses

MAIL_SERVER = Actor("mail server")
"""As whom the audit trail knows it."""


class BounceOutcome(StrEnum):
    """What became of a mail in the mailbox."""

    MARKED = "marked"
    """A referral's delivery failed by it."""
    OVER = "over"
    """About a mail of ours, and nothing comes of it: only late, sent again since, answered, or gone."""
    NOT_YET = "not_yet"
    """About a mail that is being sent just now: to be read again."""
    FOREIGN = "foreign"
    """Not about a mail of ours: for people to read."""


@dataclass(frozen=True, slots=True)
class BounceService:
    """Each mail is a unit of work of its own, and changes nothing when it is read again."""

    database: Database
    addresses: ReturnAddresses
    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def take(self, content: bytes) -> BounceOutcome:
        """Mark what a mail says that didn't arrive."""
        bounced = read_bounced_mail(content)
        found = [self.addresses.find_try(address) for address in bounced.addresses] if bounced else []
        ours = next(filter(None, found), None)
        if bounced is None or ours is None:
            return BounceOutcome.FOREIGN
        if bounced.reason is None:
            return BounceOutcome.OVER
        with self.database.unit_of_work() as session:
            return self._mark(session, *ours, bounced.reason)

    def _mark(self, session: Session, key: str, try_number: int, reason: str) -> BounceOutcome:
        row = session.scalar(
            select(ReferralDelivery).where(ReferralDelivery.key == key).with_for_update(of=ReferralDelivery)
        )
        if row is None:
            return BounceOutcome.OVER
        tries = session.scalar(select(func.count()).where(DeliveryTry.delivery_id == row.id)) or 0
        if tries < try_number:
            return BounceOutcome.NOT_YET
        # A later try has an end of its own; and who answered has got it, by whichever address.
        if tries > try_number or row.referral.state != ReferralState.SENT:
            return BounceOutcome.OVER
        row.state, row.reason, row.sent_at, row.claimed_until = OutgoingState.GIVEN_UP, reason, None, None
        row.tries.append(DeliveryTry(at=self.now(), reason=reason))
        referral = row.referral
        facts = {"agency": referral.agency_id, "reason": reason}
        subject = ("concern", referral.concern.reference)
        self.audit.record(session, MAIL_SERVER, "referral.bounce", subject, after=facts)
        return BounceOutcome.MARKED
