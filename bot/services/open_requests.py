"""Requests of Open311: reads the concerns that may be shown, and shows no more of them than that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from bot.db.base import utc_now
from bot.db.models import ApiReport, Concern, ConcernState, ReferralRole
from bot.domain.api_keys import Caller
from bot.domain.categories import Category
from bot.domain.open311 import RequestFilter, ServiceRequest
from bot.domain.public_concerns import PUBLIC_CATEGORIES, blur
from bot.services.open_services import OpenServiceCatalogue

_SPAN = timedelta(days=90)
"""How far back a list goes that names no beginning: the standard's own limit."""


def can_be_shown(concern: Concern) -> bool:
    """Whether a concern can be shown by Open311 at all, if only to the program that sent it."""
    return not concern.is_sensitive and concern.category is not None and concern.hidden_at is None


@dataclass(frozen=True, slots=True)
class OpenRequestService:
    """Reads and changes nothing.

    Words and the exact place are shown to the program that sent them. Everybody else sees what it is, about
    where (the gazetteer's name, a hundred metres), and how far it is.
    """

    catalogue: OpenServiceCatalogue
    place_names: dict[str, str]
    """Places of the gazetteer by id."""
    now: Callable[[], datetime] = utc_now

    def list_requests(self, session: Session, caller: Caller, wanted: RequestFilter) -> list[ServiceRequest]:
        """The requests asked for, newest first."""
        query = (
            select(Concern)
            .where(*_shown_to(caller), *self._asked(wanted))
            .order_by(Concern.filed_at.desc(), Concern.id.desc())
            .limit(wanted.size)
            .offset((wanted.page - 1) * wanted.size)
            .options(selectinload(Concern.referrals))
        )
        concerns = session.scalars(query).all()
        own = self._own(session, caller, concerns)
        return [self._show(concern, is_own=concern.id in own) for concern in concerns]

    def find_request(self, session: Session, caller: Caller, reference: str) -> ServiceRequest | None:
        """One request, or None for what there isn't or may not be shown."""
        found = self.list_requests(session, caller, RequestFilter(references=(reference,)))
        return found[0] if found else None

    def is_own(self, session: Session, caller: Caller, reference: str) -> bool:
        """Whether a report was sent with the same key, whatever became of it."""
        query = select(Concern.id).join(ApiReport, ApiReport.concern_id == Concern.id)
        found = query.where(Concern.reference == reference, ApiReport.api_key_id == caller.key_id)
        return session.scalar(found) is not None

    def _asked(self, wanted: RequestFilter) -> list[ColumnElement[bool]]:
        if wanted.references:
            # As the standard says: by number, nothing else counts.
            return [Concern.reference.in_(wanted.references)]
        since = wanted.since
        if since is None:
            since = (wanted.until or self.now()) - _SPAN
        conditions = [Concern.filed_at >= since]
        if wanted.until is not None:
            conditions.append(Concern.filed_at <= wanted.until)
        if wanted.categories:
            conditions.append(Concern.category.in_(wanted.categories))
        if wanted.is_open is not None:
            is_closed = Concern.state == ConcernState.CLOSED
            conditions.append(~is_closed if wanted.is_open else is_closed)
        return conditions

    def _own(self, session: Session, caller: Caller, concerns: Sequence[Concern]) -> set[int]:
        query = select(ApiReport.concern_id).where(
            ApiReport.api_key_id == caller.key_id, ApiReport.concern_id.in_([c.id for c in concerns])
        )
        return set(session.scalars(query))

    def _show(self, concern: Concern, *, is_own: bool) -> ServiceRequest:
        lead = next((r for r in concern.referrals if r.role == ReferralRole.LEAD), None)
        category = Category(concern.category or "")
        name = self.catalogue.name(category)
        is_open = concern.state != ConcernState.CLOSED
        state = str(lead.state) if is_open and lead else "closed"
        moments = (concern.filed_at, concern.closed_at, lead.acknowledged_at if lead else None)
        latitude, longitude = concern.latitude, concern.longitude
        return ServiceRequest(
            reference=concern.reference,
            is_open=is_open,
            notes=self.catalogue.words.phrases.text(f"status_state_{state}"),
            category=category,
            service_name=name,
            description=concern.description if is_own else name,
            agency=self.catalogue.routing.name(lead.agency_id) if lead else "",
            requested_at=concern.filed_at,
            updated_at=max(moment for moment in moments if moment is not None),
            expected_on=concern.target_on,
            address=concern.place_name if is_own else self.place_names.get(concern.place_id or ""),
            latitude=latitude if is_own or latitude is None else blur(latitude),
            longitude=longitude if is_own or longitude is None else blur(longitude),
        )


def _shown_to(caller: Caller) -> list[ColumnElement[bool]]:
    own = select(ApiReport.concern_id).where(ApiReport.api_key_id == caller.key_id)
    conditions = [
        Concern.is_sensitive.is_(False),
        Concern.category.is_not(None),
        Concern.hidden_at.is_(None),
        or_(Concern.category.in_(sorted(PUBLIC_CATEGORIES)), Concern.id.in_(own)),
    ]
    if caller.areas:
        conditions.append(Concern.hub_area.in_(sorted(caller.areas)))
    return conditions
