"""News of a case: tells the resident what staff did, in their language and on their channel, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, ContactPoint, Conversation, Referral, ReferralRole
from bot.domain.desk_reports import BY_HAND
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.spoken import speaking
from bot.services.hub_messages import HubMessages
from bot.services.outbox import OutboxService
from bot.services.report_ends import ADD
from bot.services.routing import RoutingService
from bot.services.safe_contact import NEVER_TOLD


@dataclass(frozen=True, slots=True)
class CaseNews:
    """Writes into the conversation in which the concern was reported.

    What was said stands under the concern's version, so that no change is told twice. A web chat shows it by
    itself; on a pushed channel it goes by the outbox, in the transaction of the change; what staff have to
    tell somebody themselves waits until they have.
    """

    phrases: Phrases
    routing: RoutingService
    outbox: OutboxService
    pushed: frozenset[str] = frozenset()
    """Channels that have to be pushed to."""

    def can_tell(self, session: Session, concern: Concern) -> bool:
        """Whether the resident can be written to, and it is safe to."""
        return self._find(session, concern) is not None

    def is_by_hand(self, session: Session, concern: Concern) -> bool:
        """Whether staff have to tell the resident themselves, by telephone or post."""
        found = self._find(session, concern)
        return found is not None and found[0].channel == BY_HAND

    def language_of(self, session: Session, concern: Concern) -> str | None:
        """The language in which the resident is written to (ISO 639-1); None where they can't be."""
        found = self._find(session, concern)
        return found[0].person.language if found is not None else None

    def compose(
        self, session: Session, concern: Concern, phrase: str, /, **words: str
    ) -> tuple[str, str, Reply] | None:
        """Channel, language and message of `utter_<phrase>`, as `tell` would say it; None where it can't."""
        found = self._find(session, concern)
        if found is None:
            return None
        return found[0].channel, found[0].person.language, self._reply(session, concern, found, phrase, words)

    def tell(self, session: Session, concern: Concern, phrase: str, /, **words: str) -> bool:
        """Say `utter_<phrase>`; whether anybody could be told."""
        found = self._find(session, concern)
        if found is None:
            return False
        self._say(session, concern, found, self._reply(session, concern, found, phrase, words))
        return True

    def _reply(
        self,
        session: Session,
        concern: Concern,
        found: tuple[Conversation, str],
        phrase: str,
        words: Mapping[str, str],
    ) -> Reply:
        with speaking(found[0].person.language):
            lead = self.lead(session, concern)
            told = self.phrases.text(phrase, **{"reference": concern.reference, "lead": lead, **words})
            return Reply(told, (self._add_button(concern),))

    def ask(self, session: Session, concern: Concern, question: str) -> bool:
        """Pass on a question that staff wrote, with the button by which the answer lands on the case."""
        return self.tell(session, concern, "case_question", question=question)

    def _find(self, session: Session, concern: Concern) -> tuple[Conversation, str] | None:
        """The conversation, and the address that it is pushed to."""
        if concern.person_id is None or concern.category in NEVER_TOLD:
            return None
        found = session.execute(
            select(Conversation, ContactPoint)
            .join(
                ContactPoint,
                (ContactPoint.person_id == Conversation.person_id)
                & (ContactPoint.channel == Conversation.channel),
            )
            .where(Conversation.person_id == concern.person_id)
            .where(ContactPoint.unreachable_since.is_(None), ContactPoint.stopped_at.is_(None))
            .order_by((Conversation.channel == concern.channel).desc(), Conversation.created_at.desc())
            .limit(1)
        ).first()
        return (found[0], found[1].address) if found is not None else None

    def _say(self, session: Session, concern: Concern, found: tuple[Conversation, str], reply: Reply) -> None:
        conversation, address = found
        key = f"case:{concern.reference}:{concern.version}"
        about = {"reference": concern.reference}
        HubMessages(self.outbox, self.pushed).say(session, conversation, address, key, reply, concern=about)

    def _add_button(self, concern: Concern) -> Button:
        title = self.phrases.text("option_add_note", reference=concern.reference)
        return Button(title, f'{ADD}{concern.reference}"}}')

    def lead(self, session: Session, concern: Concern) -> str:
        """Who deals with it; of a sensitive concern that would say too much to who reads along."""
        if concern.is_sensitive:
            return self.phrases.text("case_team")
        agency = session.scalar(
            select(Referral.agency_id).where(
                Referral.concern_id == concern.id, Referral.role == ReferralRole.LEAD
            )
        )
        return self.routing.name(agency) if agency else ""

    @property
    def hub(self) -> str:
        """What the hub is called in a sentence."""
        return self.phrases.common("hub")
