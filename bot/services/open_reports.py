"""Takes reports that programs send by Open311: each once, danger heard, routed and filed as any other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ApiReport, Concern, Conversation, Direction, Message, MessageState
from bot.domain.api_keys import Caller
from bot.domain.drafts import ContactWish, ReportDraft, Step
from bot.domain.open311 import CHANNEL, SentReport, Service, ServiceAttribute, TakenReport
from bot.domain.understanding import Understanding
from bot.errors import Open311Error
from bot.services.audit import AuditService
from bot.services.concerns import ConcernService
from bot.services.danger import Alarm
from bot.services.draft_answers import Said
from bot.services.draft_corrections import SURE
from bot.services.drafts import DraftService
from bot.services.heard_reports import HeardReports
from bot.services.open_requests import can_be_shown
from bot.services.open_services import OpenServiceCatalogue, draft_about
from bot.services.people import PeopleService
from bot.services.understanding import HearsDanger

_REPEATED_WITHIN = timedelta(hours=24)
"""For so long the same report again is a program's retry; later it happened again."""
_LONGEST_CONTACT, _LONGEST_PLACE = 300, 200


@dataclass(frozen=True, slots=True)
class OpenReportService:
    """The only writer of what comes in by Open311."""

    drafts: DraftService
    concerns: ConcernService
    danger: HearsDanger
    people: PeopleService
    catalogue: OpenServiceCatalogue
    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def hear(self, words: str) -> tuple[Alarm | None, str | None]:
        """The danger in a resident's words, and the card that says what to do; needs nothing but code."""
        alarm = self.danger.hear(words)
        card = "\n\n".join(reply.text for reply in self.danger.replies(alarm)) if alarm else None
        return alarm, card

    def take(self, session: Session, caller: Caller, address: str, report: SentReport) -> TakenReport:
        """File it, once; `address` is the network address that it came from.

        Raises Open311Error for a service that there isn't, a place that no hub serves, an answer that is
        none, and a key for repeats that was used for another report.
        """
        service = self.catalogue.find(report.category)
        if service is None:
            raise Open311Error("service_code is not one of the services", 404)
        alarm, card = self.hear(words_of(report))
        repeat_key, earlier = self._find_earlier(session, caller, report)
        if earlier is not None:
            return TakenReport(earlier.reference, can_be_shown(earlier), card, is_repeat=True)
        draft = self._draft(service, report, alarm)
        if not caller.covers(draft.place.hub_area if draft.place else None):
            raise Open311Error("The place lies outside the areas that this key is good for.")
        conversation = self._begin(session, caller, report, repeat_key, alarm)
        self.drafts.save(session, conversation, draft)
        concern = self.concerns.file(session, conversation, draft)[0]
        self.drafts.drop(session, conversation)
        session.add(
            ApiReport(
                api_key_id=caller.key_id,
                repeat_key=repeat_key,
                fingerprint=report.fingerprint,
                concern=concern,
                created_at=self.now(),
            )
        )
        self.audit.record(session, caller.actor(address), "open311.send", ("concern", concern.reference))
        session.flush()
        return TakenReport(concern.reference, can_be_shown(concern), card)

    def _find_earlier(
        self, session: Session, caller: Caller, report: SentReport
    ) -> tuple[str, Concern | None]:
        """The key under which it is kept, and the concern if it was sent before."""
        key = report.repeat_key
        while True:
            row = session.scalar(
                select(ApiReport).where(ApiReport.api_key_id == caller.key_id, ApiReport.repeat_key == key)
            )
            if row is None:
                return key, None
            if report.is_repeat_named and row.fingerprint != report.fingerprint:
                raise Open311Error("This Idempotency-Key was used for another report.")
            if report.is_repeat_named or self.now() - row.created_at <= _REPEATED_WITHIN:
                return key, row.concern
            # The same words on another day are another report: it stands under the next key of a chain.
            key = hashlib.sha256(f"{key}:{row.id}".encode()).hexdigest()

    def _begin(
        self, session: Session, caller: Caller, report: SentReport, repeat_key: str, alarm: Alarm | None
    ) -> Conversation:
        """Keep the words as what a person said whom only the program can reach."""
        who = hashlib.sha256((report.sender or repeat_key).encode()).hexdigest()[:32]
        address = f"{caller.key_id}:{who}"
        self.people.stop_contact(session, CHANNEL, address)
        conversation = self.people.meet(session, CHANNEL, address)
        session.add(
            Message(
                conversation_id=conversation.id,
                direction=Direction.IN,
                channel=CHANNEL,
                external_id=f"{caller.key_id}:{repeat_key}",
                text=report.description,
                danger=alarm.kind.value if alarm else None,
                state=MessageState.ANSWERED,
            )
        )
        return conversation

    def _draft(self, service: Service, report: SentReport, alarm: Alarm | None) -> ReportDraft:
        draft = draft_about(service.category, report.description)
        self._take_place(draft, report)
        heard = self.drafts.understanding.understand(report.description)
        HeardReports(self.drafts.places, self.drafts.cues).take_in(draft, report.description, heard)
        for code, answer in report.attributes.items():
            self._take_answer(service, draft, code, answer)
        if report.media_url:
            draft.told.append(report.media_url)
        contact = ", ".join(part for part in (report.name, report.email, report.phone) if part)
        draft.contact = contact[:_LONGEST_CONTACT] or None
        draft.contact_wish = ContactWish.OTHER if contact else ContactWish.ANONYMOUS
        if alarm is not None or self._sounds_sensitive(draft, heard):
            # Whatever the program called it: a person reads it first.
            draft.is_for_person, draft.concerns = True, []
        return draft

    def _take_place(self, draft: ReportDraft, report: SentReport) -> None:
        places = self.drafts.places
        if report.latitude is not None and report.longitude is not None:
            if not places.share(draft, report.latitude, report.longitude):
                raise Open311Error("lat and long lie outside the area that is served")
            draft.whereabouts = (report.address or "")[:_LONGEST_PLACE] or None
            return
        address = report.address or ""
        places.write(draft, address)
        if draft.place is None:
            # Not known, or one of several of that name: a person will find it.
            draft.candidates, draft.place_words = [], address[:_LONGEST_PLACE]

    def _take_answer(self, service: Service, draft: ReportDraft, code: str, answer: str) -> None:
        asked = next((attribute for attribute in service.attributes if attribute.code == code), None)
        if asked is None:
            raise Open311Error("attribute: the service has none of that code")
        step, answers = Step(code), self.drafts.answers
        chosen = answers.choose(step, draft, Said(text=answer, value=_key(asked, answer)))
        if not chosen and not (asked.takes_words and answers.write(step, draft, answer)):
            raise Open311Error(f"attribute[{code}] is not one of its values")

    def _sounds_sensitive(self, draft: ReportDraft, heard: Understanding) -> bool:
        first = heard.concerns[0] if heard.concerns else None
        if first is None or first.confidence < SURE:
            return False
        return self.drafts.routing.decide(first.category, draft).sensitive


def words_of(report: SentReport) -> str:
    """Everything that a resident may have written."""
    return "\n".join(
        part for part in (report.description, *report.attributes.values(), report.address) if part
    )


def _key(asked: ServiceAttribute, answer: str) -> str | None:
    return answer if any(answer == key for key, _ in asked.choices) else None
