"""Ends a report: files it or drops it, and tells the resident where it went and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation, Referral, ReferralRole
from bot.domain.categories import Category
from bot.domain.drafts import Ending, ReportDraft
from bot.domain.phrases import Phrases
from bot.domain.references import find_reference, looks_like_reference
from bot.domain.replies import Button, Reply
from bot.services.concerns import ConcernService
from bot.services.draft_words import DraftWords
from bot.services.drafts import DraftService
from bot.services.people import PeopleService
from bot.services.routing import RoutingService, show_date

#: Payload of the button that adds to a report, up to its reference; and of the one that leaves it as it is.
ADD = '/choose{"value": "add_to:'
ADD_NOTHING = '/choose{"value": "add_nothing"}'


@dataclass(frozen=True, slots=True)
class ReportEndService:
    """Says what became of a report, at its end and later."""

    drafts: DraftService
    concerns: ConcernService
    routing: RoutingService
    words: DraftWords
    phrases: Phrases
    people: PeopleService = field(default_factory=PeopleService)

    def close(self, session: Session, conversation: Conversation) -> list[Reply]:
        """File or drop the draft, as the resident decided."""
        draft = self.drafts.find(session, conversation)
        if draft is None:
            return []
        filed = self.concerns.file(session, conversation, draft) if draft.ending is Ending.SEND else []
        if filed and draft.place is not None and draft.place.hub_area is not None:
            self.people.settle(session, conversation.person_id, draft.place.hub_area)
        self.drafts.drop(session, conversation)
        match draft.ending:
            case Ending.SEND:
                return self._say_sent(filed) + self._signposts(draft)
            case Ending.RESTART:
                return [self.phrases.reply("restart")]
            case Ending.UNSAFE:
                return [self.phrases.reply("step_safe_no")]
            case _:
                return [self.phrases.reply("report_cancelled")]

    def tell_status(self, session: Session, conversation: Conversation, text: str) -> list[Reply]:
        """How a report stands: the one whose reference was given, else the newest from this person."""
        reference = find_reference(text)
        if reference is not None:
            concern = self.concerns.find_for_asker(session, reference, conversation.person_id)
            return [self._status(concern, conversation) if concern else self.phrases.reply("status_unknown")]
        if looks_like_reference(text):
            return [self.phrases.reply("status_wrong")]
        own = self.concerns.list_for_person(session, conversation.person_id)
        return [self._status(concern, conversation) for concern in own] or [self.phrases.reply("status_none")]

    def say_added(self, concern: Concern, *, has_words: bool, has_photo: bool) -> Reply:
        """That something was added to a report, and who will see it."""
        name = "note_added" if not has_photo else "note_added_both" if has_words else "note_added_photo"
        lead = self.routing.name(self._lead(concern).agency_id)
        told = self.phrases.text(name, reference=concern.reference, lead=lead)
        return Reply(told, concern=self.show(concern, [concern]))

    def _say_sent(self, filed: list[Concern]) -> list[Reply]:
        if len(filed) > 1:
            listed = "\n".join(self._item(concern) for concern in filed)
            return [
                Reply(self.phrases.text("report_sent_many", list=listed), concern=self.show(filed[0], filed))
            ]
        concern = filed[0]
        if concern.category is None:
            told = self.phrases.text(
                "human_kept",
                reference=concern.reference,
                lead=self.routing.name(self._lead(concern).agency_id),
                target=show_date(concern.target_on),
            )
            return [Reply(told, concern=self.show(concern, filed))]
        partners = tuple(r.agency_id for r in concern.referrals if r.role == ReferralRole.PARTNER)
        told = self.phrases.text(
            _sent_phrase(concern),
            reference=concern.reference,
            lead=self.routing.name(self._lead(concern).agency_id),
            partners=self.words.partners(partners),
            why=self._why(concern),
            target=show_date(concern.target_on),
        )
        return [Reply(told, concern=self.show(concern, filed))]

    def _signposts(self, draft: ReportDraft) -> list[Reply]:
        """How to reach the agencies that take no referrals."""
        lines = [
            self.phrases.text(
                "contact_line", name=self.routing.name(agency), contact=", ".join(c.value for c in contacts)
            )
            for agency in self.routing.signposts(draft)
            if (contacts := self.routing.directory.list_contacts(agency)[:2])
        ]
        return [self.phrases.reply("report_signpost", contacts="; ".join(lines))] if lines else []

    def _item(self, concern: Concern) -> str:
        return self.phrases.text(
            "report_sent_item",
            reference=concern.reference,
            category=self.words.title(concern.category),
            lead=self.routing.name(self._lead(concern).agency_id),
            why=self._why(concern),
            target=show_date(concern.target_on),
        )

    def _status(self, concern: Concern, conversation: Conversation) -> Reply:
        lead = self._lead(concern)
        state = "closed" if concern.state == "closed" else lead.state
        # A sensitive report's place and kind are not written out again where others may read them.
        place = "" if concern.is_sensitive or not concern.place_name else f", {concern.place_name}"
        told = self.phrases.text(
            "status_sensitive" if concern.is_sensitive else "status",
            reference=concern.reference,
            category=self.words.title(concern.category),
            place=place,
            state=self.phrases.text(f"status_state_{state}"),
            lead=self.routing.name(lead.agency_id),
            target=show_date(concern.target_on),
        )
        return Reply(told, self._offer_to_add(concern, conversation), concern=self.show(concern, [concern]))

    def _offer_to_add(self, concern: Concern, conversation: Conversation) -> tuple[Button, ...]:
        """The button for adding to one's own report; none while another one is being told."""
        if concern.person_id != conversation.person_id or conversation.draft is not None:
            return ()
        title = self.phrases.text("option_add_note", reference=concern.reference)
        return (Button(title, f'{ADD}{concern.reference}"}}'),)

    def show(self, concern: Concern, filed: list[Concern]) -> dict[str, Any]:
        """A concern as the resident's own channel may know it."""
        lead = self._lead(concern)
        return {
            "reference": concern.reference,
            "references": [other.reference for other in filed],
            "category": concern.category,
            "state": concern.state,
            "referral_state": lead.state,
            "lead": lead.agency_id,
            "lead_name": self.routing.name(lead.agency_id),
            "partners": [r.agency_id for r in concern.referrals if r.role == ReferralRole.PARTNER],
            "target_on": concern.target_on.isoformat(),
            "why": concern.why,
            "place": concern.place_name,
            "hub_area": concern.hub_area,
            "sensitive": concern.is_sensitive,
        }

    def _why(self, concern: Concern) -> str:
        """Why it went there; of abuse at home it hangs on what was agreed, which was said already."""
        is_abuse = concern.category == Category.DOMESTIC_ABUSE
        return "" if is_abuse else f" {self.phrases.translate(concern.why)}"

    def _lead(self, concern: Concern) -> Referral:
        return next(r for r in concern.referrals if r.role == ReferralRole.LEAD)


def _sent_phrase(concern: Concern) -> str:
    """How to say that it was sent; nobody is written to where others may read it, if they said so."""
    if concern.is_anonymous:
        return "report_sent_anonymous"
    is_watched = concern.category == Category.DOMESTIC_ABUSE and concern.contact is not None
    return "report_sent_quiet" if is_watched else "report_sent"
