"""The sharing ledger: what went to which agency and on what basis; it is added to and read, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, Referral, ReferralDelivery, ReferralRole, SharingEntry
from bot.domain.agencies import AgencyDirectory, AgencyKind, RouteKind
from bot.domain.referral_packages import DeliveryPurpose
from bot.domain.sharing import SharingPurpose, legal_basis, shared_fields
from bot.services.case_photos import is_shared

_EXPORTED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which entries are asked for; what is empty leaves nothing out."""

    agency: str = ""
    reference: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SharingLedger:
    """The only writer of the ledger, called in the unit of work that marks a delivery."""

    directory: AgencyDirectory
    now: Callable[[], datetime] = utc_now

    def fields_for(self, referral: Referral, channel: str) -> frozenset[str]:
        """What the sharing rule lets the referral's agency have by that route."""
        concern = referral.concern
        return shared_fields(
            is_lead=referral.role == ReferralRole.LEAD,
            is_sensitive=concern.is_sensitive,
            route=RouteKind(channel),
            has_contact=concern.contact is not None and not concern.is_anonymous,
            has_photos=any(is_shared(concern, photo) for photo in concern.photos),
        )

    def enter(self, session: Session, delivery: ReferralDelivery, *, is_confirmed: bool = True) -> None:
        """Enter that a delivery went out. A hub holds the concern itself: telling it is no sharing."""
        referral = delivery.referral
        agency = self.directory.find_agency(referral.agency_id)
        if agency is not None and agency.kind is AgencyKind.HUB:
            return
        concern: Concern = referral.concern
        session.add(
            SharingEntry(
                at=self.now(),
                reference=concern.reference,
                category=concern.category,
                referral_id=referral.id,
                delivery_key=delivery.key,
                agency_id=referral.agency_id,
                agency_name=agency.name if agency else referral.agency_id,
                route=delivery.channel,
                fields=sorted(self.fields_for(referral, delivery.channel)),
                purpose=_purpose(delivery, referral),
                legal_basis=legal_basis(agency.kind if agency else None),
                is_confirmed=is_confirmed,
            )
        )

    def was_told_as_partner(self, session: Session, delivery: ReferralDelivery) -> bool:
        """Whether an agency has the concern, or may have it, by a delivery to it as a partner."""
        told = select(SharingEntry.id).where(
            SharingEntry.delivery_key == delivery.key, SharingEntry.purpose == SharingPurpose.PARTNER
        )
        return session.scalar(told.limit(1)) is not None

    def list_entries(
        self, session: Session, wanted: LedgerFilter, limit: int, before: int | None = None
    ) -> Sequence[SharingEntry]:
        """The newest entries first; `before` is the id that the last page ended with."""
        query = select(SharingEntry).where(*_conditions(wanted)).order_by(SharingEntry.id.desc()).limit(limit)
        return session.scalars(query if before is None else query.where(SharingEntry.id < before)).all()

    def export(self, session: Session, wanted: LedgerFilter) -> Iterator[SharingEntry]:
        """Every entry asked for, oldest first, read a few hundred at a time."""
        query = select(SharingEntry).where(*_conditions(wanted)).order_by(SharingEntry.id)
        return iter(session.scalars(query.execution_options(yield_per=_EXPORTED_AT_ONCE)))


def _purpose(delivery: ReferralDelivery, referral: Referral) -> SharingPurpose:
    if delivery.purpose == DeliveryPurpose.CHASE:
        return SharingPurpose.CHASE
    return SharingPurpose.LEAD if referral.role == ReferralRole.LEAD else SharingPurpose.PARTNER


def _conditions(wanted: LedgerFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.agency:
        conditions.append(SharingEntry.agency_id == wanted.agency)
    if wanted.reference:
        conditions.append(SharingEntry.reference == wanted.reference)
    if wanted.since is not None:
        conditions.append(SharingEntry.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(SharingEntry.at < wanted.until)
    return conditions
