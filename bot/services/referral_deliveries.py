"""Deliveries of referrals: kept with the referral that causes them, and handed out to be sent, each once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, DeliveryTry, Referral, ReferralRole, ReferralState
from bot.db.models import OutgoingState as State
from bot.db.models import ReferralDelivery as Row
from bot.db.session import Database
from bot.domain.agencies import RouteKind
from bot.domain.referral_packages import DeliveryPurpose, Receipt, ReferralPackage
from bot.domain.staff import Actor, Role
from bot.errors import DeliveryError
from bot.services.answer_links import AnswerLinks
from bot.services.audit import AuditService
from bot.services.back_off import patient_pause_after
from bot.services.claims import Claims
from bot.services.sharing_ledger import SharingLedger

#: With pauses of up to an hour, this many tries take about a day.
MOST_ATTEMPTS = 32
#: Reasons after which the agency may have it all the same.
UNCERTAIN = frozenset({"timed_out", "closed", "stopped_in_the_middle", "unreadable_answer", "server_error"})


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery that is ours to make."""

    id: int
    channel: str
    package: ReferralPackage
    attempts: int
    """Which try this is, from 1."""


@dataclass(frozen=True, slots=True)
class ReferralDeliveryService:
    """The only writer of deliveries; `put` and `put_chase` join a unit of work, the rest are units alone."""

    database: Database
    route_of: Callable[[str], RouteKind]
    """How an agency, by its id, gets its referrals."""
    links: AnswerLinks
    ledger: SharingLedger
    audit: AuditService
    lease: timedelta = timedelta(minutes=3)
    now: Callable[[], datetime] = utc_now

    def put(self, session: Session, concern: Concern) -> None:
        """Have each referral of the concern delivered that isn't yet; what was put before stays as it is.

        Who was told as a partner and leads by now is told that too, with what only the lead may know.
        """
        session.flush()
        ids = [referral.id for referral in concern.referrals]
        rows = session.scalars(select(Row).where(Row.referral_id.in_(ids))).all()
        put = {(row.referral_id, row.purpose): row for row in rows}
        for referral in concern.referrals:
            first = put.get((referral.id, DeliveryPurpose.REFERRAL))
            if first is None:
                self._add(session, referral, DeliveryPurpose.REFERRAL)
            elif (
                referral.role == ReferralRole.LEAD
                and (referral.id, DeliveryPurpose.LEAD) not in put
                and self.ledger.was_told_as_partner(session, first)
            ):
                self._add(session, referral, DeliveryPurpose.LEAD)

    def put_chase(self, session: Session, referral: Referral) -> bool:
        """Ask the agency once more to answer; False where nothing can be sent that asks."""
        if self.route_of(referral.agency_id) not in (RouteKind.EMAIL, RouteKind.WEBHOOK):
            return False
        self._add(session, referral, DeliveryPurpose.CHASE)
        return True

    def claim(self, channels: Collection[str], limit: int) -> list[ClaimedDelivery]:
        """Claim what is due, with what is to be sent as it is now."""
        with self.database.unit_of_work() as session:
            rows = self.claims.claim_heads(session, self.now(), channels, limit)
            return [
                ClaimedDelivery(row.id, row.channel, self.pack(row), row.attempts)
                for row in rows
                if self._is_still_sent(session, row)
            ]

    def sent(self, delivery: ClaimedDelivery, receipt: Receipt) -> None:
        """Keep that it was taken, in the ledger too; a receipt that acknowledges moves the referral on."""
        with self.database.unit_of_work() as session:
            # Whether or not the claim ran out meanwhile: it is there, and nobody has to send it again.
            is_news = self._change(
                session,
                delivery,
                Row.state != State.SENT,
                state=State.SENT,
                external_id=receipt.external_id[:128],
                sent_at=self.now(),
                reason=None,
            )
            row = session.get(Row, delivery.id) if is_news else None
            if row is None:
                return
            row.tries.append(DeliveryTry(at=self.now()))
            self.ledger.enter(session, row)
            if receipt.is_acknowledged and row.referral.state == ReferralState.SENT:
                self._acknowledge(session, row.referral)

    def fail(self, delivery: ClaimedDelivery, error: DeliveryError) -> bool:
        """Have it tried again later, or give it to staff; whether it was given up."""
        is_over = error.is_permanent or delivery.attempts >= MOST_ATTEMPTS
        with self.database.unit_of_work() as session:
            is_ours = self._change(
                session,
                delivery,
                Row.state == State.CLAIMED,
                Row.attempts == delivery.attempts,
                state=State.GIVEN_UP if is_over else State.WAITING,
                due_at=self.now() + patient_pause_after(delivery.attempts, error.retry_after),
                reason=error.reason[:60],
            )
            row = session.get(Row, delivery.id) if is_ours else None
            if row is None:
                return False
            row.tries.append(DeliveryTry(at=self.now(), reason=error.reason[:60]))
            if is_over and error.reason in UNCERTAIN:
                self.ledger.enter(session, row, is_confirmed=False)
        return is_over

    def put_back(self, deliveries: Collection[ClaimedDelivery]) -> None:
        """Let deliveries wait again that were claimed and not sent."""
        with self.database.unit_of_work() as session:
            self.claims.put_back(session, [delivery.id for delivery in deliveries])

    def take_back(self, *, everything: bool = False) -> int:
        """Let deliveries wait again whose hub died: whose claim ran out, or all if there is no other."""
        with self.database.unit_of_work() as session:
            over = session.scalars(
                select(Row).where(Row.state == State.CLAIMED, Row.attempts >= MOST_ATTEMPTS)
            ).all()
            count = self.claims.take_back(session, None if everything else self.now(), MOST_ATTEMPTS)
            for row in over:
                session.refresh(row)
                if row.state == State.GIVEN_UP:
                    self.ledger.enter(session, row, is_confirmed=False)
            return count

    def show(self, session: Session, row: Row) -> None:
        """Nothing is sent: it shows in the agency's share of the console from now on."""
        row.state, row.sent_at, row.claimed_until = State.SENT, self.now(), None
        self.ledger.enter(session, row)

    @property
    def claims(self) -> Claims[Row]:
        """How deliveries are claimed."""
        return Claims(Row, ("due_at", "id"), self.lease)

    def _add(self, session: Session, referral: Referral, purpose: DeliveryPurpose) -> None:
        route = self.route_of(referral.agency_id)
        row = Row(
            key=str(uuid4()), referral=referral, purpose=purpose, channel=route, due_at=self.now(), attempts=0
        )
        session.add(row)
        if route == RouteKind.CONSOLE:
            self.show(session, row)

    def pack(self, row: Row) -> ReferralPackage:
        """What is sent, as the concern is now, by the sharing rule."""
        referral = row.referral
        agency = self.ledger.directory.find_agency(referral.agency_id)
        names = self.ledger.fields_for(referral, row.channel)
        return ReferralPackage(
            key=row.key,
            purpose=DeliveryPurpose(row.purpose),
            agency_id=referral.agency_id,
            agency_name=agency.name if agency else referral.agency_id,
            is_lead=referral.role == ReferralRole.LEAD,
            is_sensitive=referral.concern.is_sensitive,
            fields={name: getattr(referral.concern, name) for name in sorted(names)},
            answer_address=self.links.address_for(row.key),
            try_number=len(row.tries) + 1,
        )

    def _is_still_sent(self, session: Session, row: Row) -> bool:
        """Whether something has to be sent, by the route that the agency has now."""
        row.channel = self.route_of(row.referral.agency_id)
        if row.channel == RouteKind.CONSOLE:
            self.show(session, row)
        return row.channel != RouteKind.CONSOLE

    def _acknowledge(self, session: Session, referral: Referral) -> None:
        referral.state = ReferralState.ACKNOWLEDGED
        self.audit.record(
            session,
            Actor(f"system of {referral.agency_id}", role=Role.PARTNER, agency_id=referral.agency_id),
            "referral.answer",
            ("concern", referral.concern.reference),
            before={"agency": referral.agency_id, "state": str(ReferralState.SENT)},
            after={"agency": referral.agency_id, "state": str(ReferralState.ACKNOWLEDGED)},
        )

    def _change(
        self, session: Session, delivery: ClaimedDelivery, *only_if: ColumnElement[bool], **values: object
    ) -> bool:
        change = update(Row).where(Row.id == delivery.id, *only_if).values(claimed_until=None, **values)
        done = session.execute(change.execution_options(synchronize_session=False))
        return bool(done.rowcount)  # type: ignore[attr-defined]
