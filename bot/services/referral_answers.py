"""Answers by a link: an agency without an account says that it has a referral, and whether it takes it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import ConcernState, ReferralDelivery, ReferralState
from bot.domain.staff import Actor, Role
from bot.errors import NotFoundError, StaffError
from bot.services.partner_referrals import PartnerReferralService
from bot.services.referral_deliveries import ReferralDeliveryService

#: State of a referral -> what can still be said by its link; nothing once it was taken on or declined.
_STILL_OPEN: dict[str, tuple[ReferralState, ...]] = {
    ReferralState.SENT: (ReferralState.ACKNOWLEDGED, ReferralState.ACCEPTED, ReferralState.DECLINED),
    ReferralState.ACKNOWLEDGED: (ReferralState.ACCEPTED, ReferralState.DECLINED),
}


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """What whoever has the link sees: never what was reported."""

    reference: str
    agency_id: str
    state: ReferralState
    version: int
    target_on: date
    choices: Sequence[ReferralState]


@dataclass(frozen=True, slots=True)
class ReferralAnswerService:
    """Looking changes nothing: mail servers open links to look for harm."""

    deliveries: ReferralDeliveryService
    referrals: PartnerReferralService

    def find(self, session: Session, token: str) -> OpenReferral:
        """The referral that the link can still answer.

        Raises NotFoundError for a link that isn't ours, is too old, or whose referral was answered, taken
        back or closed.
        """
        referral = self._get(session, token).referral
        return OpenReferral(
            reference=referral.concern.reference,
            agency_id=referral.agency_id,
            state=ReferralState(referral.state),
            version=referral.concern.version,
            target_on=referral.target_on,
            choices=_STILL_OPEN[referral.state],
        )

    def answer(
        self, session: Session, token: str, version: int, state: ReferralState, reason: str, address: str
    ) -> None:
        """Say how far the agency is, as one of its people does in the console; `address` is of the network.

        Raises NotFoundError, StaffError, CaseChangedError.
        """
        referral = self._get(session, token).referral
        if state not in _STILL_OPEN[referral.state]:
            raise StaffError("choose how far you are")
        actor = Actor(
            f"link of {referral.agency_id}", role=Role.PARTNER, agency_id=referral.agency_id, address=address
        )
        self.referrals.answer(session, actor, referral.concern.reference, version, state, reason)

    def _get(self, session: Session, token: str) -> ReferralDelivery:
        key = self.deliveries.links.find_key(token)
        delivery = session.scalar(select(ReferralDelivery).where(ReferralDelivery.key == key))
        if (
            delivery is None
            or delivery.referral.state not in _STILL_OPEN
            or delivery.referral.concern.state == ConcernState.CLOSED
        ):
            raise NotFoundError("this link answers nothing")
        return delivery
