"""Takes what residents answer to a follow-up: one tap, a word of why, and how well they were informed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Concern, ConcernState, Conversation, FollowUp, NoticeKind
from bot.domain.follow_ups import FollowUpAnswer, Informed
from bot.domain.phrases import Phrases
from bot.domain.replies import Button, Reply
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.draft_words import HUMAN_TARGET_DAYS
from bot.services.follow_ups import ANSWER
from bot.services.notices import NoticeService
from bot.services.report_ends import ADD_NOTHING
from bot.services.routing import show_date

RESIDENT = Actor("resident")
"""As whom the audit trail knows that the resident themselves did it."""
_INFORMED = '/choose{"value": "informed:'
_PAYLOAD = re.compile(r'/choose\{"value": "(follow_up|informed):(\d{1,9}):([a-z_]{1,12})"\}')
_LOCAL_TIME = ZoneInfo("Europe/London")


def is_about_follow_up(payload: str | None) -> bool:
    """Whether a button belongs to a follow-up."""
    return payload is not None and payload.startswith((ANSWER, _INFORMED))


@dataclass(frozen=True, slots=True)
class FollowUpAnswers:
    """Only the conversation in which it was asked can answer, whatever a button claims."""

    phrases: Phrases
    audit: AuditService
    notices: NoticeService
    target_day: Callable[[date, int], date]
    """The day that comes so many working days after another."""
    now: Callable[[], datetime] = utc_now

    def take(self, session: Session, conversation: Conversation, payload: str) -> list[Reply]:
        """Take a button; a forged or old one changes nothing."""
        pressed = _PAYLOAD.fullmatch(payload)
        row = self._find(session, conversation, int(pressed[2])) if pressed else None
        if pressed is None or row is None:
            return [self.phrases.reply("follow_up_over")]
        try:
            if pressed[1] == "informed":
                return self._take_informed(session, row, Informed(pressed[3]))
            return self._take_answer(session, conversation, row, FollowUpAnswer(pressed[3]))
        except ValueError:
            return [self.phrases.reply("follow_up_over")]

    def go_on(self, session: Session, conversation: Conversation) -> list[Reply]:
        """After the word of why: the question that is still open, once."""
        row = session.scalar(
            select(FollowUp)
            .where(
                FollowUp.conversation_id == conversation.id,
                FollowUp.answer == FollowUpAnswer.NOT_FIXED,
                FollowUp.informed_asked_at.is_(None),
            )
            .order_by(FollowUp.id.desc())
            .limit(1)
        )
        # While more is awaited for the report, nothing else is asked.
        if row is None or conversation.adding_to is not None:
            return []
        return [self._ask_informed(row)]

    def _find(self, session: Session, conversation: Conversation, row_id: int) -> FollowUp | None:
        of_it = (FollowUp.id == row_id, FollowUp.conversation_id == conversation.id)
        return session.scalar(select(FollowUp).where(*of_it))

    def _take_answer(
        self, session: Session, conversation: Conversation, row: FollowUp, answer: FollowUpAnswer
    ) -> list[Reply]:
        concern = row.concern
        if row.answer == FollowUpAnswer.NOT_FIXED or concern.closed_at != row.closed_at:
            # It is open again already.
            return [self.phrases.reply("follow_up_over")]
        before = {"answer": row.answer}
        row.answer, row.answered_at = answer, self.now()
        self._record(session, concern, "case.follow_up", before, {"answer": answer.value})
        if answer is not FollowUpAnswer.NOT_FIXED:
            thanks = self.phrases.reply("follow_up_thanks")
            return [thanks] if row.informed_asked_at else [thanks, self._ask_informed(row)]
        self._reopen(session, concern, row)
        conversation.adding_to = concern.reference
        nothing = Button(self.phrases.text("follow_up_no_more"), ADD_NOTHING)
        day = show_date(concern.target_on)
        return [self.phrases.reply("follow_up_why", (nothing,), reference=concern.reference, target=day)]

    def _reopen(self, session: Session, concern: Concern, row: FollowUp) -> None:
        today = self.now().astimezone(_LOCAL_TIME).date()
        before = {"state": concern.state, "outcome": concern.outcome, "target_on": concern.target_on}
        concern.state, concern.outcome = ConcernState.OPEN, None
        concern.target_on = self.target_day(today, HUMAN_TARGET_DAYS)
        # Whoever of the staff has it open is told before they change it.
        concern.version += 1
        session.flush()
        after = {"state": concern.state, "outcome": None, "target_on": concern.target_on}
        self._record(session, concern, "case.reopen", before, after, "the resident says it is not fixed")
        self.notices.give(session, f"not_fixed:{row.id}", NoticeKind.NOT_FIXED, concern, {})

    def _take_informed(self, session: Session, row: FollowUp, informed: Informed) -> list[Reply]:
        before = {"informed": row.informed}
        row.informed = informed
        self._record(session, row.concern, "case.follow_up", before, {"informed": informed.value})
        return [self.phrases.reply("informed_thanks")]

    def _ask_informed(self, row: FollowUp) -> Reply:
        row.informed_asked_at = self.now()
        buttons = tuple(
            Button(self.phrases.text(f"informed_{one}"), f'{_INFORMED}{row.id}:{one}"}}') for one in Informed
        )
        return self.phrases.reply("informed", buttons)

    def _record(
        self,
        session: Session,
        concern: Concern,
        action: str,
        before: dict[str, Any],
        after: dict[str, Any],
        reason: str | None = None,
    ) -> None:
        subject = ("concern", concern.reference)
        self.audit.record(session, RESIDENT, action, subject, before=before, after=after, reason=reason)
