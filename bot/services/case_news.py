"""News of a case: tells the resident what staff did, in their language and on their channel, once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, Referral, ReferralRole
from bot.domain.categories import Category
from bot.domain.desk_reports import BY_HAND
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.spoken import speaking
from bot.services.conversation_news import ConversationNews, Reached
from bot.services.report_ends import ADD
from bot.services.routing import RoutingService

#: Others in the home may read along: nothing is written there that they didn't ask for.
_NEVER_TOLD = frozenset({Category.DOMESTIC_ABUSE.value})


@dataclass(frozen=True, slots=True)
class CaseNews:
    """Writes into the conversation in which the concern was reported.

    What was said stands under the concern's version, so that no change is told twice.
    """

    phrases: Phrases
    routing: RoutingService
    conversations: ConversationNews

    def can_tell(self, session: Session, concern: Concern) -> bool:
        """Whether the resident can be written to, and it is safe to."""
        return self._find(session, concern) is not None

    def is_by_hand(self, session: Session, concern: Concern) -> bool:
        """Whether staff have to tell the resident themselves, by telephone or post."""
        found = self._find(session, concern)
        return found is not None and found.conversation.channel == BY_HAND

    def tell(self, session: Session, concern: Concern, phrase: str, /, **words: str) -> bool:
        """Say `utter_<phrase>`; whether anybody could be told."""
        found = self._find(session, concern)
        if found is None:
            return False
        with speaking(found.conversation.person.language):
            lead = self._lead(session, concern)
            told = self.phrases.text(phrase, reference=concern.reference, lead=lead, **words)
            reply = Reply(told, (self._add_button(concern),))
        key = f"case:{concern.reference}:{concern.version}"
        self.conversations.say(session, found, key, reply, {"concern": {"reference": concern.reference}})
        return True

    def ask(self, session: Session, concern: Concern, question: str) -> bool:
        """Pass on a question that staff wrote, with the button by which the answer lands on the case."""
        return self.tell(session, concern, "case_question", question=question)

    def _find(self, session: Session, concern: Concern) -> Reached | None:
        if concern.person_id is None or concern.category in _NEVER_TOLD:
            return None
        return self.conversations.find(session, concern.person_id, concern.channel)

    def _add_button(self, concern: Concern) -> Button:
        title = self.phrases.text("option_add_note", reference=concern.reference)
        return Button(title, f'{ADD}{concern.reference}"}}')

    def _lead(self, session: Session, concern: Concern) -> str:
        """Who deals with it; of a sensitive concern that would say too much to who reads along."""
        if concern.is_sensitive:
            return self.phrases.text("case_team")
        agency = session.scalar(
            select(Referral.agency_id).where(
                Referral.concern_id == concern.id, Referral.role == ReferralRole.LEAD
            )
        )
        return self.routing.name(agency) if agency else ""
