"""Case routing: sends a concern elsewhere because a person looked at it, and says so to the resident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.db.models import Concern, ConcernState, Referral, ReferralRole
from bot.domain.categories import Category
from bot.domain.danger_languages import ENGLISH
from bot.domain.drafts import DraftPlace, ReportDraft
from bot.domain.spoken import speaking
from bot.domain.staff import Actor
from bot.errors import StaffError
from bot.services.cases import CaseService, need_reason
from bot.services.routing import RoutingService


@dataclass(frozen=True, slots=True)
class CaseRoutingService:
    """The only writer of referrals after filing; each change names the version that its author saw."""

    cases: CaseService
    routing: RoutingService
    target_day: Callable[[date, int], date]
    """The day that comes so many working days after another."""
    deliver: Callable[[Session, Concern], None]
    """Has the referrals of a concern delivered that weren't yet, once the unit of work is committed."""
    learn: Callable[[Session, Concern], None] = lambda _session, _concern: None
    """Told which concern was understood wrongly."""

    def recategorise(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        category: Category,
        reason: str,
    ) -> None:
        """Say what it really is: the decision table sends it on, and it is open again if it was closed.

        Raises StaffError without a reason or where nothing changes, CaseChangedError as all changes do.
        """
        need_reason(reason)
        if concern.category == category.value:
            raise StaffError("it has that category already")
        decision = self.routing.agreed(category, _draft_of(concern))
        before = _shown(concern)
        self.cases.claim(session, concern, version)
        concern.category, concern.routing_row, concern.why = category.value, decision.row_id, decision.why
        concern.is_sensitive = decision.sensitive
        concern.target_on = self.target_day(self.cases.now().date(), decision.target_working_days)
        self._send_to(concern, decision.lead, decision.partners)
        self._reopen(concern)
        self.cases.enter(session, actor, concern, "case.recategorise", before, _shown(concern), reason)
        self.learn(session, concern)
        self.deliver(session, concern)
        self.cases.news.tell(session, concern, "case_rerouted")

    def reroute(
        self, session: Session, actor: Actor, concern: Concern, version: int, agency_id: str, reason: str
    ) -> None:
        """Give the lead to another agency. Raises as `recategorise`, and for one that takes no referrals."""
        need_reason(reason)
        self._check_agency(concern, agency_id)
        lead = next((r.agency_id for r in concern.referrals if r.role == ReferralRole.LEAD), None)
        if lead == agency_id:
            raise StaffError("it leads already")
        before = _shown(concern)
        self.cases.claim(session, concern, version)
        partners = [r.agency_id for r in concern.referrals if r.role == ReferralRole.PARTNER]
        concern.routing_row = None
        with speaking(ENGLISH):
            concern.why = self.cases.news.phrases.text("case_person_decided")
        self._send_to(concern, agency_id, [partner for partner in partners if partner != agency_id])
        self._reopen(concern)
        self.cases.enter(session, actor, concern, "case.reroute", before, _shown(concern), reason)
        self.deliver(session, concern)
        self.cases.news.tell(session, concern, "case_rerouted")

    def add_partner(
        self, session: Session, actor: Actor, concern: Concern, version: int, agency_id: str, reason: str
    ) -> None:
        """Have one more agency work along; the reason is the purpose of sharing. Raises as `reroute`."""
        need_reason(reason)
        self._check_agency(concern, agency_id)
        if any(referral.agency_id == agency_id for referral in concern.referrals):
            raise StaffError("it has the concern already")
        before = _shown(concern)
        self.cases.claim(session, concern, version)
        self._add(concern, agency_id, ReferralRole.PARTNER)
        self.cases.enter(session, actor, concern, "case.add_partner", before, _shown(concern), reason)
        self.deliver(session, concern)
        if not concern.is_sensitive:
            self.cases.news.tell(session, concern, "case_partner_added", partner=self.routing.name(agency_id))

    def _send_to(self, concern: Concern, lead: str, partners: Sequence[str]) -> None:
        """These and no others have it from now on; who had it before keeps how far they were."""
        wanted = dict.fromkeys(partners, ReferralRole.PARTNER) | {lead: ReferralRole.LEAD}
        for referral in list(concern.referrals):
            if referral.agency_id in wanted:
                referral.role = wanted.pop(referral.agency_id)
            else:
                concern.referrals.remove(referral)
        for agency, role in wanted.items():
            self._add(concern, agency, role)

    def _add(self, concern: Concern, agency_id: str, role: ReferralRole) -> None:
        concern.referrals.append(
            Referral(agency_id=agency_id, role=role, target_on=concern.target_on, sent_at=self.cases.now())
        )

    def _reopen(self, concern: Concern) -> None:
        if concern.state == ConcernState.CLOSED:
            concern.state, concern.outcome = ConcernState.OPEN, None

    def _check_agency(self, concern: Concern, agency_id: str) -> None:
        agency = self.routing.directory.find_agency(agency_id)
        if agency is None or not agency.takes_referrals or not agency.is_valid_on(self.cases.now().date()):
            raise StaffError("this agency takes no referrals")
        if self._needs_consent(concern) and not self.routing.is_hub(agency_id):
            raise StaffError("the resident has not agreed that this goes beyond the hub")

    def _needs_consent(self, concern: Concern) -> bool:
        """Whether it stays with the hub because the resident, whose choice it is, has not said yes."""
        if concern.category is None or concern.facts.get("consent") is True:
            return False
        return self.routing.decide(Category(concern.category), _draft_of(concern)).consent_first


def _draft_of(concern: Concern) -> ReportDraft:
    """What routing looks at, as the resident told it."""
    place = DraftPlace(concern.place_name or "", concern.hub_area, concern.council, concern.place_id)
    return ReportDraft(
        facts=dict(concern.facts), place=place if concern.hub_area else None, is_ongoing=concern.is_ongoing
    )


def _shown(concern: Concern) -> dict[str, Any]:
    """What the audit trail keeps of where a concern is."""
    return {
        "category": concern.category,
        "row": concern.routing_row,
        "sensitive": concern.is_sensitive,
        "target": concern.target_on,
        "state": str(concern.state),
        "agencies": {referral.agency_id: str(referral.role) for referral in concern.referrals},
    }
