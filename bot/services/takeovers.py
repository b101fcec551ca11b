"""Takeovers: a member of staff answers in a resident's conversation, and the dialogue is paused meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Conversation, Message, StaffMember, Takeover, TakeoverEnd
from bot.db.session import Database
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.domain.spoken import speaking
from bot.domain.staff import Actor
from bot.errors import StaffError, TakenOverError
from bot.services.audit import AuditService
from bot.services.hub_messages import HubMessages
from bot.services.people import is_blocked
from bot.services.safe_contact import is_safe
from bot.services.takeover_signs import find_takeover, is_awaited

LONGEST_TEXT = 2000
ITSELF = Actor("takeover clock")
"""As whom the audit trail knows what was handed back by itself."""


@dataclass(frozen=True, slots=True)
class TakeoverService:
    """The only writer of takeovers.

    Danger in what the resident writes is answered as ever: the gate hears it before anybody asks who is in.
    """

    database: Database
    phrases: Phrases
    messages: HubMessages
    audit: AuditService
    silence: timedelta
    """Without a sign of the member of staff for so long, the conversation is handed back."""
    ask_again: Callable[[Session, Conversation], list[Reply]]
    """What the dialogue had asked last, if a report is being told."""
    now: Callable[[], datetime] = utc_now

    def join(
        self, session: Session, actor: Actor, conversation: Conversation, reference: str | None = None
    ) -> None:
        """Go in, and have the resident told; joining twice changes nothing.

        Raises TakenOverError while somebody else is in, StaffError where the resident can't be written to
        or it isn't safe.
        """
        address = self._address(session, conversation)
        takeover = Takeover(
            conversation_id=conversation.id,
            staff_id=actor.staff_id,
            reference=reference,
            began_at=self.now(),
            active_at=self.now(),
        )
        if find_takeover(session, conversation) is None:
            session.add(takeover)
            session.flush()
            # One of two who press at once gets in; the other finds them there.
            is_first = session.scalar(
                update(Conversation)
                .where(Conversation.id == conversation.id, Conversation.takeover_id.is_(None))
                .values(takeover_id=takeover.id)
                .returning(Conversation.id)
                .execution_options(synchronize_session=False)
            )
            session.refresh(conversation)
            if is_first is None:
                session.delete(takeover)
        current = find_takeover(session, conversation)
        if current is not takeover:
            if current is not None and current.staff_id != actor.staff_id:
                raise TakenOverError(current.member.name)
            return
        self._forget_left(session, conversation)
        self._record(session, actor, takeover, "join")
        self._tell(session, conversation, address, takeover, "joined")

    def say(self, session: Session, actor: Actor, conversation: Conversation, key: str, text: str) -> None:
        """Write to the resident; the same key again changes nothing. Raises StaffError, TakenOverError."""
        takeover = self._own(session, actor, conversation)
        words = text.strip()
        if not words:
            raise StaffError("write something first")
        if len(words) > LONGEST_TEXT:
            raise StaffError(f"write less: at most {LONGEST_TEXT} letters")
        key = f"staff:{takeover.id}:{key}"
        if _is_said(session, conversation, key):
            return
        address = self._address(session, conversation)
        name = takeover.member.name
        with speaking(conversation.person.language):
            pushed = self.phrases.reply("takeover_says", name=name, text=words)
        # Nobody knows in which language staff write.
        said = self.messages.say(
            session, conversation, address, key, Reply(words), pushed=pushed, staff=name, language=None
        )
        takeover.said_id = said.id
        takeover.active_at, takeover.typing_at = self.now(), None
        self._record(session, actor, takeover, "say")

    def note_typing(self, session: Session, actor: Actor, conversation: Conversation) -> str | None:
        """They are typing; the address that can be shown it, if there is one. Raises StaffError."""
        takeover = self._own(session, actor, conversation)
        takeover.active_at = takeover.typing_at = self.now()
        return self.messages.find_address(session, conversation)

    def hand_back(
        self, session: Session, actor: Actor, conversation: Conversation, *, for_others: bool = False
    ) -> None:
        """Give the conversation back to the dialogue, and have the resident told.

        Raises TakenOverError where somebody else is in and the actor may not decide for them.
        """
        takeover = find_takeover(session, conversation)
        if takeover is None:
            return
        if takeover.staff_id != actor.staff_id and not for_others:
            raise TakenOverError(takeover.member.name)
        self._end(session, actor, takeover.id, TakeoverEnd.HANDED_BACK)

    def hand_back_before_block(self, session: Session, actor: Actor, conversation: Conversation) -> None:
        """End whoever is in, before the person is kept out."""
        takeover = find_takeover(session, conversation)
        if takeover is not None:
            self._end(session, actor, takeover.id, TakeoverEnd.HANDED_BACK)

    def end_silent(self) -> int:
        """Hand back what nobody of the staff has written in for too long; how many there were."""
        before = self.now() - self.silence
        with self.database.unit_of_work() as session:
            is_over = (Takeover.ended_at.is_(None), Takeover.active_at < before)
            found = session.scalars(select(Takeover.id).where(*is_over)).all()
        ended = 0
        for takeover_id in found:
            with self.database.unit_of_work() as session:
                ended += self._end(session, ITSELF, takeover_id, TakeoverEnd.SILENT, before)
        return ended

    def _end(
        self,
        session: Session,
        actor: Actor,
        takeover_id: int,
        by: TakeoverEnd,
        before: datetime | None = None,
    ) -> bool:
        """End it unless somebody else just did, or (silent) there was a sign after all."""
        still = (Takeover.id == takeover_id, Takeover.ended_at.is_(None))
        ended = session.scalar(
            update(Takeover)
            .where(*still, *(() if before is None else (Takeover.active_at < before,)))
            .values(ended_at=self.now(), ended_by=by, typing_at=None)
            .returning(Takeover.id)
            .execution_options(synchronize_session=False)
        )
        if ended is None:
            return False
        takeover = session.get_one(Takeover, takeover_id, populate_existing=True)
        conversation = session.get_one(Conversation, takeover.conversation_id)
        conversation.takeover_id = None
        takeover.is_left = by is TakeoverEnd.SILENT and is_awaited(session, takeover)
        self._record(session, actor, takeover, str(by))
        address = self.messages.find_address(session, conversation)
        if address is not None:
            self._tell(session, conversation, address, takeover, "left" if takeover.is_left else str(by))
        return True

    def _tell(
        self, session: Session, conversation: Conversation, address: str, takeover: Takeover, what: str
    ) -> None:
        with speaking(conversation.person.language):
            replies = [self.phrases.reply(f"takeover_{what}", name=takeover.member.name)]
            if what != "joined" and (asked := self.ask_again(session, conversation)):
                # The report that was being told goes on; its own choices are the ones to press.
                replies = [Reply(replies[0].text), *asked]
            for position, reply in enumerate(replies):
                key = f"takeover:{takeover.id}:{what}:{position}"
                takeover.said_id = self.messages.say(session, conversation, address, key, reply).id

    def _own(self, session: Session, actor: Actor, conversation: Conversation) -> Takeover:
        takeover = find_takeover(session, conversation)
        if takeover is None:
            raise StaffError("you are not in this conversation any more: it was handed back")
        if takeover.staff_id != actor.staff_id:
            raise TakenOverError(takeover.member.name)
        return takeover

    def _address(self, session: Session, conversation: Conversation) -> str:
        if is_blocked(conversation):
            raise StaffError("this person is blocked: unblock them first")
        if not is_safe(session, conversation):
            raise StaffError(
                "abuse at home was told here: others may read along, so nobody may write here unasked. "
                "Use the way of contact that was given"
            )
        address = self.messages.find_address(session, conversation)
        if address is None:
            raise StaffError("the resident can't be reached here, or asked not to be written to")
        return address

    def _forget_left(self, session: Session, conversation: Conversation) -> None:
        of_it = (Takeover.conversation_id == conversation.id, Takeover.is_left.is_(True))
        session.execute(update(Takeover).where(*of_it).values(is_left=False))

    def _record(self, session: Session, actor: Actor, takeover: Takeover, what: str) -> None:
        """Into the trail of the conversation, and of the case from which it was joined."""
        member = session.get_one(StaffMember, takeover.staff_id)
        facts = {"staff": member.email}
        self.audit.record(
            session, actor, f"conversation.{what}", ("conversation", takeover.conversation_id), after=facts
        )
        if takeover.reference is not None and what != "say":
            subject = ("concern", takeover.reference)
            self.audit.record(session, actor, f"case.conversation_{what}", subject, after=facts)


def _is_said(session: Session, conversation: Conversation, key: str) -> bool:
    known = select(Message.id).where(Message.channel == conversation.channel, Message.external_id == key)
    return session.scalar(known) is not None
