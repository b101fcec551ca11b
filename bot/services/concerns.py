"""Concerns: files what was told, once and for all, and tells how it stands to whoever may know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import (
    Classification,
    Concern,
    Conversation,
    JointCase,
    Photo,
    Referral,
    ReferralRole,
)
from bot.domain.drafts import ContactWish, DraftConcern, ReportDraft
from bot.domain.references import make_reference
from bot.domain.routing import RoutingDecision
from bot.services.draft_words import HUMAN_TARGET_DAYS
from bot.services.routing import RoutingService

_RANKED = 5


@dataclass(frozen=True, slots=True)
class ConcernService:
    """The only writer of concerns and of the referrals they begin with."""

    routing: RoutingService
    target_day: Callable[[date, int], date]
    """The day that comes so many working days after another."""
    now: Callable[[], datetime]
    retention: timedelta
    model_name: Callable[[], str]
    deliver: Callable[[Session, Concern], None]
    """Has the referrals of a concern delivered, once the unit of work is committed."""
    draw_reference: Callable[[], str] = make_reference

    def file(self, session: Session, conversation: Conversation, draft: ReportDraft) -> list[Concern]:
        """Make concerns, joint case and referrals of a draft; filing it again gives the same ones."""
        if conversation.draft is None:
            return []
        draft_id = conversation.draft.id
        filed = self._list_filed(session, draft_id)
        if filed:
            return filed
        told: list[DraftConcern | None] = [*draft.concerns] or [None]
        joint = JointCase() if len(told) > 1 else None
        for position, concern in enumerate(told):
            row = self._concern(conversation, draft, draft_id, position, concern)
            row.reference = self._unused_reference(session)
            row.joint_case = joint
            # Known to be none yet: nobody need ask the database.
            row.photos = []
            session.add(row)
            filed.append(row)
        session.flush()
        if draft.photo_ids:
            self._attach_photos(session, draft, filed[0])
        for row in filed:
            self.deliver(session, row)
        return filed

    def list_for_person(self, session: Session, person_id: str, limit: int = 5) -> list[Concern]:
        """What a person reported, newest first."""
        return list(
            session.scalars(
                select(Concern).where(Concern.person_id == person_id).order_by(Concern.id.desc()).limit(limit)
            )
        )

    def find_for_asker(self, session: Session, reference: str, person_id: str) -> Concern | None:
        """The concern with that reference if the asker may know of it, else None.

        Whoever holds the reference may; of a sensitive or hidden concern only the person who reported it.
        """
        concern = session.scalar(select(Concern).where(Concern.reference == reference))
        if concern is None or concern.person_id == person_id:
            return concern
        return None if concern.is_sensitive or concern.hidden_at is not None else concern

    def find_own(self, session: Session, reference: str, person_id: str) -> Concern | None:
        """The concern with that reference if this person reported it, else None."""
        return session.scalar(
            select(Concern).where(Concern.reference == reference, Concern.person_id == person_id)
        )

    def move_to_hub(self, session: Session, concern: Concern) -> None:
        """Give a concern that no agency has yet to the hub of its area."""
        hub = self.routing.hub_for(concern.hub_area)
        if [referral.agency_id for referral in concern.referrals] == [hub]:
            return
        concern.referrals = [
            Referral(agency_id=hub, role=ReferralRole.LEAD, target_on=concern.target_on, sent_at=self.now())
        ]
        self.deliver(session, concern)

    def _unused_reference(self, session: Session) -> str:
        """A reference that no concern has: of a hundred thousand drawn at random two are often the same."""
        while True:
            drawn = self.draw_reference()
            if session.scalar(select(Concern.id).where(Concern.reference == drawn)) is None:
                return drawn

    def _list_filed(self, session: Session, draft_id: str) -> list[Concern]:
        return list(
            session.scalars(select(Concern).where(Concern.draft_id == draft_id).order_by(Concern.position))
        )

    def _concern(
        self,
        conversation: Conversation,
        draft: ReportDraft,
        draft_id: str,
        position: int,
        told: DraftConcern | None,
    ) -> Concern:
        category = next((c for c in draft.categories if told and c.value == told.category), None)
        decision = self.routing.agreed(category, draft) if category else None
        days = decision.target_working_days if decision else HUMAN_TARGET_DAYS
        target_on = self.target_day(self.now().date(), days)
        place = draft.place
        facts = {**draft.facts, "landlord_words": draft.facts.get("landlord_words")}
        concern = Concern(
            draft_id=draft_id,
            position=position,
            person_id=conversation.person_id,
            channel=conversation.channel,
            category=category.value if category else None,
            description=draft.description,
            details=draft.details,
            place_name=", ".join(
                part for part in (draft.whereabouts, place.name if place else draft.place_words) if part
            )
            or None,
            place_id=place.place_id if place else None,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            hub_area=place.hub_area if place else None,
            council=place.council if place else None,
            happened=draft.happened,
            is_ongoing=draft.is_ongoing,
            facts={name: value for name, value in facts.items() if value is not None},
            contact=draft.contact,
            is_anonymous=draft.contact_wish is ContactWish.ANONYMOUS,
            is_sensitive=decision.sensitive if decision else True,
            routing_row=decision.row_id if decision else None,
            why=decision.why if decision else self.routing.table.unplaced_why,
            target_on=target_on,
            filed_at=self.now(),
            retain_until=(self.now() + self.retention).date(),
        )
        concern.classification = Classification(
            intent=draft.intent or (told.category if told else "ask_human"),
            confidence=told.confidence if told else draft.confidence,
            ranking=draft.ranking[:_RANKED],
            model=self.model_name(),
            is_chosen_by_resident=draft.is_chosen,
        )
        concern.referrals = self._referrals(draft, decision, target_on)
        return concern

    def _referrals(
        self, draft: ReportDraft, decision: RoutingDecision | None, target_on: date
    ) -> list[Referral]:
        lead = decision.lead if decision else self._hub(draft)
        partners = decision.partners if decision else ()
        return [
            Referral(agency_id=lead, role=ReferralRole.LEAD, target_on=target_on, sent_at=self.now()),
            *(
                Referral(
                    agency_id=partner, role=ReferralRole.PARTNER, target_on=target_on, sent_at=self.now()
                )
                for partner in partners
            ),
        ]

    def _hub(self, draft: ReportDraft) -> str:
        """Who looks at what only a person can decide: the hub of the area, when that is known."""
        return self.routing.hub_for(draft.place.hub_area if draft.place else None)

    def _attach_photos(self, session: Session, draft: ReportDraft, concern: Concern) -> None:
        concern.photos.extend(session.scalars(select(Photo).where(Photo.id.in_(draft.photo_ids))))
