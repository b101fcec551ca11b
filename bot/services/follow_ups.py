"""Follow-ups: asks residents some weeks after their case was closed whether the problem is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, ConcernState, Conversation, FollowUp, Outcome
from bot.db.session import Database
from bot.domain.desk_reports import BY_HAND
from bot.domain.follow_ups import FollowUpAnswer, is_good_hour
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.spoken import speaking
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.hub_messages import HubMessages
from bot.services.people import is_blocked
from bot.services.routing import show_date
from bot.services.safe_contact import is_safe

#: Payload of the answers, up to the follow-up's number and the answer.
ANSWER = '/choose{"value": "follow_up:'
CLOCK = Actor("follow-up clock")
"""As whom the audit trail knows that somebody was asked."""
#: Of other outcomes nobody could say whether it is fixed.
_ASKED_OF = (Outcome.RESOLVED, Outcome.PARTLY)
_NO_LATER = timedelta(weeks=4)
"""Who couldn't be asked for so long is not asked any more."""
_LOCAL_TIME = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class FollowUpService:
    """Each question is a unit of work of its own, and asked once however many hubs look."""

    database: Database
    phrases: Phrases
    messages: HubMessages
    audit: AuditService
    after: timedelta
    """How long after closing."""
    now: Callable[[], datetime] = utc_now

    def list_due(self) -> list[int]:
        """The concerns that are to be asked about now; none at night.

        Sensitive ones never are, whatever the category: others may read along. Nor is who wanted to stay
        anonymous, whom staff tell by hand, or whoever is in the middle of something else.
        """
        now = self.now()
        if not is_good_hour(now.astimezone(_LOCAL_TIME)):
            return []
        was_asked = exists().where(FollowUp.concern_id == Concern.id, FollowUp.closed_at == Concern.closed_at)
        with self.database.unit_of_work() as session:
            found = session.scalars(
                select(Concern.id)
                .where(
                    Concern.closed_at.between(now - self.after - _NO_LATER, now - self.after),
                    Concern.state == ConcernState.CLOSED,
                    Concern.outcome.in_(_ASKED_OF),
                    Concern.is_sensitive.is_(False),
                    Concern.is_anonymous.is_(False),
                    Concern.hidden_at.is_(None),
                    Concern.person_id.is_not(None),
                    Concern.channel != BY_HAND,
                    ~was_asked,
                )
                .order_by(Concern.closed_at)
            )
            return list(found)

    def ask(self, concern_id: int) -> bool:
        """Ask about one; whether anybody could be asked.

        Raises sqlalchemy.exc.IntegrityError where another hub asks at the same moment.
        """
        with self.database.unit_of_work() as session:
            concern = session.get(Concern, concern_id)
            if concern is None or concern.closed_at is None:
                return False
            conversation = self._find_conversation(session, concern)
            address = self.messages.find_address(session, conversation) if conversation else None
            if conversation is None or address is None or is_blocked(conversation):
                return False
            if not is_safe(session, conversation):
                return False
            row = FollowUp(
                concern_id=concern.id,
                closed_at=concern.closed_at,
                conversation_id=conversation.id,
                asked_at=self.now(),
            )
            session.add(row)
            session.flush()
            about = {"reference": concern.reference}
            key = f"follow_up:{row.id}:0"
            with speaking(conversation.person.language):
                reply = self._question(row, concern)
            self.messages.say(session, conversation, address, key, reply, concern=about)
            self.audit.record(session, CLOCK, "case.follow_up_asked", ("concern", concern.reference))
            return True

    def _find_conversation(self, session: Session, concern: Concern) -> Conversation | None:
        """Where it was told, unless something is going on there."""
        return session.scalar(
            select(Conversation)
            .where(
                Conversation.person_id == concern.person_id,
                Conversation.channel == concern.channel,
                Conversation.takeover_id.is_(None),
                Conversation.surveying.is_(None),
                ~Conversation.draft.has(),
            )
            .order_by(Conversation.created_at.desc())
            .limit(1)
        )

    def _question(self, row: FollowUp, concern: Concern) -> Reply:
        place = self.phrases.text("report_place", place=concern.place_name) if concern.place_name else ""
        told = self.phrases.text(
            "follow_up",
            reference=concern.reference,
            category=self.phrases.text(f"category_{concern.category or 'unknown'}"),
            place=place,
            day=show_date(row.closed_at.astimezone(_LOCAL_TIME).date()),
        )
        buttons = tuple(
            Button(self.phrases.text(f"follow_up_{answer}"), f'{ANSWER}{row.id}:{answer}"}}')
            for answer in FollowUpAnswer
        )
        return Reply(told, buttons)
