"""Desk reports: staff file what somebody tells them, by the same rules as what residents write themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import random_key
from bot.db.models import Concern, Conversation, Draft, Person
from bot.domain.danger_languages import ENGLISH
from bot.domain.desk_reports import BY_HAND, DeskReport, find_problems
from bot.domain.drafts import ReportDraft, Step
from bot.domain.reaching import contact_key
from bot.domain.replies import Reply
from bot.domain.routing import RoutingDecision
from bot.domain.spoken import speaking
from bot.domain.staff import Actor, Role
from bot.errors import StaffError
from bot.services.audit import AuditService
from bot.services.concerns import ConcernService
from bot.services.danger import Alarm
from bot.services.desk_drafts import DeskDrafts
from bot.services.draft_words import HUMAN_TARGET_DAYS
from bot.services.drafts import DraftService
from bot.services.people import PeopleService


class HearsDanger(Protocol):
    """The ears that residents' messages pass too."""

    def hear(self, text: str) -> Alarm | None:
        """The danger that words tell of, or None."""

    def replies(self, alarm: Alarm) -> list[Reply]:
        """The card for it."""


@dataclass(frozen=True, slots=True)
class DeskCheck:
    """What would happen with a report; shown before it is filed."""

    draft: ReportDraft
    decisions: Sequence[RoutingDecision]
    """Who gets it with the person's leave, for each concern; empty when a person has to decide."""
    hub: str
    target_days: int
    unanswered: Sequence[Step]
    """What the decision table would like to know still."""
    danger: str = ""
    """Kind of danger that was heard."""
    card: Sequence[str] = ()
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """Stands for who gets what: what is filed has to be what was shown."""
        place = self.draft.place
        where = (place.place_id or place.hub_area or place.name) if place else ""
        rows = [f"{d.row_id}:{d.lead}:{','.join(d.partners)}" for d in self.decisions]
        return "|".join([where, self.danger, *(rows or [self.hub])])


@dataclass(frozen=True, slots=True)
class DeskReportService:
    """Makes a draft of a form, shows what would become of it, and has it filed."""

    drafts: DraftService
    concerns: ConcernService
    danger: HearsDanger
    audit: AuditService
    people: PeopleService = field(default_factory=PeopleService)

    def check(self, actor: Actor, report: DeskReport) -> DeskCheck:
        """What would happen; changes nothing. Partners refer for their own agency alone."""
        routing = self.drafts.routing
        agencies = frozenset(agency.id for agency in routing.directory.list_agencies())
        own = frozenset({actor.agency_id}) if actor.role == Role.PARTNER and actor.agency_id else agencies
        problems = find_problems(report, own)
        alarm = self.danger.hear(report.words)
        desk = DeskDrafts(self.drafts)
        draft = desk.make(report, alarm.kind if alarm else None)
        if len(draft.candidates) > 1:
            problems.setdefault("place", "choose which of these places it is")
        decisions = routing.agreed_decisions(draft)
        with speaking(ENGLISH):
            card = [reply.text for reply in self.danger.replies(alarm)] if alarm else []
        return DeskCheck(
            draft=draft,
            decisions=decisions,
            hub=routing.hub_for(draft.place.hub_area if draft.place else None),
            target_days=min((d.target_working_days for d in decisions), default=HUMAN_TARGET_DAYS),
            unanswered=desk.list_unanswered(draft),
            danger=alarm.kind.value if alarm else "",
            card=card,
            problems=problems,
        )

    def file(
        self,
        session: Session,
        actor: Actor,
        report: DeskReport,
        key: str,
        checked: DeskCheck,
        photo_ids: Sequence[str] = (),
    ) -> Sequence[Concern]:
        """File what was checked, with photos; with the same key again it gives the same concerns.

        Raises StaffError as long as something is wrong with it, or danger was heard and not dealt with.
        """
        filed = self.list_filed(session, actor, key)
        if filed:
            return filed
        if checked.problems:
            raise StaffError(next(iter(checked.problems.values())))
        if checked.danger and not report.safe:
            raise StaffError("the words tell of danger: deal with that first, and say that you have")
        checked.draft.photo_ids = list(photo_ids)
        conversation = self._conversation(session, report)
        conversation.draft = Draft(id=key, body=checked.draft.to_json())
        session.flush()
        filed = self.concerns.file(session, conversation, checked.draft)
        self.drafts.drop(session, conversation)
        for concern in filed:
            concern.channel, concern.filed_by = report.source, actor.staff_id
            concern.referred_by = report.agency or None
            self._enter(session, actor, concern, checked.danger)
        return filed

    def list_filed(self, session: Session, actor: Actor, key: str) -> Sequence[Concern]:
        """What this member of the staff filed by the form with that key."""
        query = select(Concern).where(Concern.draft_id == key, Concern.filed_by == actor.staff_id)
        return session.scalars(query.order_by(Concern.position)).all()

    def _enter(self, session: Session, actor: Actor, concern: Concern, danger: str) -> None:
        after = {
            "source": concern.channel,
            "referred_by": concern.referred_by,
            "category": concern.category,
            "row": concern.routing_row,
            "danger": danger or None,
            "photos": len(concern.photos) or None,
        }
        self.audit.record(session, actor, "case.file", ("concern", concern.reference), after=after)

    def _conversation(self, session: Session, report: DeskReport) -> Conversation:
        """Where what they are to be told is put; who gave a number or address is recognised by it."""
        if report.anonymous or not report.contact:
            conversation = self.people.meet_unreachable(session, BY_HAND)
        else:
            conversation = self.people.meet(session, BY_HAND, contact_key(report.contact) or random_key())
        session.get_one(Person, conversation.person_id).language = report.language
        return conversation
