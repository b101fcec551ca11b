"""Partner referrals: what an agency sees of concerns that were referred to it, and its answers to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from bot.db.models import Concern, ConcernState, Photo, Referral, ReferralRole, ReferralState
from bot.domain.sharing import shared_fields
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.case_photos import CasePhotoService
from bot.services.cases import CaseService, need_reason
from bot.services.worklist import SHOWN_AT_ONCE
from bot.services.worklist_filters import visible_to


@dataclass(frozen=True, slots=True)
class SharedReferral:
    """A referral with the fields of its concern that are shared, and no others."""

    state: ReferralState
    is_lead: bool
    version: int
    fields: dict[str, Any]
    """Name of a field of Concern -> its value."""
    photos: Sequence[Photo]
    """Those of which the agency gets a copy, by `read_photo`."""
    key: int
    """By which the next page begins."""


@dataclass(frozen=True, slots=True)
class PartnerReferralService:
    """For people of one agency; they never get hold of a concern itself."""

    cases: CaseService
    photos: CasePhotoService

    def list_page(self, session: Session, actor: Actor, before: int | None = None) -> list[SharedReferral]:
        """What was referred to the actor's agency in their areas, newest first, from `before` on."""
        query = self._own(actor).order_by(Referral.id.desc()).limit(SHOWN_AT_ONCE)
        if before is not None:
            query = query.where(Referral.id < before)
        return [self._shared(referral) for referral in session.scalars(query).unique()]

    def get(self, session: Session, actor: Actor, reference: str) -> SharedReferral:
        """One of them, entered in the audit trail as seen; raises NotFoundError for any other."""
        referral = self._get(session, actor, reference)
        self.cases.audit.record(session, actor, "referral.view", ("concern", reference))
        return self._shared(referral)

    def read_photo(self, session: Session, actor: Actor, reference: str, photo_id: str) -> bytes:
        """The copy of a photo that the actor's agency gets; raises NotFoundError for any other."""
        referral = self._get(session, actor, reference)
        if "photos" not in _names(referral):
            raise NotFoundError(f"no photos of {reference} for {actor.name}")
        return self.photos.read_for_partner(session, actor, referral.concern, photo_id)

    def answer(
        self,
        session: Session,
        actor: Actor,
        reference: str,
        version: int,
        state: ReferralState,
        reason: str,
    ) -> None:
        """Say how far the agency is; declining needs a reason. When the lead accepts, the resident is told.

        Raises NotFoundError, StaffError, CaseChangedError.
        """
        referral = self._get(session, actor, reference)
        if state == ReferralState.SENT or state == referral.state:
            raise StaffError("choose how far you are")
        if state == ReferralState.DECLINED:
            need_reason(reason)
        concern, before = referral.concern, {"agency": referral.agency_id, "state": str(referral.state)}
        self.cases.claim(session, concern, version)
        referral.state = state
        is_begun = (
            state == ReferralState.ACCEPTED
            and referral.role == ReferralRole.LEAD
            and concern.state == ConcernState.OPEN
        )
        if is_begun:
            concern.state = ConcernState.IN_PROGRESS
        after = {"agency": referral.agency_id, "state": str(state)}
        self.cases.enter(session, actor, concern, "referral.answer", before, after, reason)
        if is_begun:
            self.cases.news.tell(session, concern, "case_in_progress")

    def _shared(self, referral: Referral) -> SharedReferral:
        concern, names = referral.concern, _names(referral)
        return SharedReferral(
            state=ReferralState(referral.state),
            is_lead=referral.role == ReferralRole.LEAD,
            version=concern.version,
            fields={name: getattr(concern, name) for name in sorted(names - {"photos"})},
            photos=self.photos.list_for_partner(concern) if "photos" in names else (),
            key=referral.id,
        )

    def _get(self, session: Session, actor: Actor, reference: str) -> Referral:
        referral: Referral | None = session.scalar(self._own(actor).where(Concern.reference == reference))
        if referral is None:
            raise NotFoundError(f"no referral of {reference} for {actor.name}")
        return referral

    def _own(self, actor: Actor) -> Any:
        # An actor without an agency is referred nothing: NULL equals nothing.
        return (
            select(Referral)
            .join(Referral.concern)
            .options(contains_eager(Referral.concern))
            .where(Referral.agency_id == actor.agency_id, *visible_to(actor))
        )


def _names(referral: Referral) -> frozenset[str]:
    """The fields that the sharing rule lets the agency see in the console."""
    return shared_fields(
        is_lead=referral.role == ReferralRole.LEAD,
        is_sensitive=referral.concern.is_sensitive,
        has_photos=bool(referral.concern.photos),
    )


def list_answers() -> Sequence[ReferralState]:
    """How far an agency can say that it is."""
    return [state for state in ReferralState if state != ReferralState.SENT]
