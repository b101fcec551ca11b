"""What staff see of deliveries: which didn't arrive and why, and sending them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.db.models import Concern, OutgoingState, Referral, ReferralDelivery
from bot.domain.agencies import RouteKind
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.referral_deliveries import ReferralDeliveryService
from bot.services.worklist_filters import visible_to


@dataclass(frozen=True, slots=True)
class DeliveryDesk:
    """For members of the hub, each within their areas."""

    deliveries: ReferralDeliveryService

    def list_unsent(self, session: Session, actor: Actor, limit: int) -> Sequence[ReferralDelivery]:
        """What was given up, and what has failed and will be tried again, oldest first."""
        failed = (ReferralDelivery.state == OutgoingState.GIVEN_UP) | (
            (ReferralDelivery.state == OutgoingState.WAITING) & ReferralDelivery.reason.is_not(None)
        )
        query = (
            select(ReferralDelivery)
            .join(ReferralDelivery.referral)
            .join(Referral.concern)
            .options(
                joinedload(ReferralDelivery.referral).joinedload(Referral.concern),
                selectinload(ReferralDelivery.tries),
            )
            .where(failed, *visible_to(actor))
        )
        return session.scalars(query.order_by(ReferralDelivery.id).limit(limit)).all()

    def list_for_concern(self, session: Session, concern: Concern) -> Sequence[ReferralDelivery]:
        """Every delivery about a concern, oldest first."""
        query = select(ReferralDelivery).join(ReferralDelivery.referral)
        return session.scalars(
            query.where(Referral.concern_id == concern.id).order_by(ReferralDelivery.id)
        ).all()

    def resend(self, session: Session, actor: Actor, delivery_id: int) -> None:
        """Try again what was given up, by the route that its agency has now; raises NotFoundError."""
        row = session.scalar(
            select(ReferralDelivery)
            .join(ReferralDelivery.referral)
            .join(Referral.concern)
            .where(ReferralDelivery.id == delivery_id, *visible_to(actor))
        )
        if row is None or not self.deliveries.claims.retry(session, self.deliveries.now(), delivery_id):
            raise NotFoundError(f"delivery {delivery_id} was not given up")
        session.refresh(row)
        agency_id = row.referral.agency_id
        row.channel = self.deliveries.route_of(agency_id)
        if row.channel == RouteKind.CONSOLE:
            self.deliveries.show(session, row)
        subject = ("concern", row.referral.concern.reference)
        self.deliveries.audit.record(session, actor, "referral.resend", subject, after={"agency": agency_id})
