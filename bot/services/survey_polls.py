"""Polls of surveys: posted in linked chats, their totals kept, and counted with the answers at the close."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import LinkedChat, OpeningState, OutgoingMessage, OutgoingState, SurveyOpening, SurveyPoll
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.domain.staff import Actor
from bot.domain.survey_polls import fits, make_poll, question_of_poll, say_poll
from bot.errors import NotYetError, SurveyError
from bot.services.audit import AuditService
from bot.services.outbox import OutboxService
from bot.services.survey_openings import survey_of

_ON_ITS_WAY = (OutgoingState.WAITING, OutgoingState.CLAIMED)
_SOON_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class SurveyPollService:
    """The only writer of polls; who voted is never known."""

    audit: AuditService
    outbox: OutboxService
    titles: Mapping[str, str]
    """Yes and no, as they stand in a poll."""
    channels: Collection[str]
    """Those that have polls."""
    hub_address: str

    def list_chats(self, session: Session) -> Sequence[LinkedChat]:
        """Linked chats in which a poll can be posted."""
        return session.scalars(select(LinkedChat).where(LinkedChat.channel.in_(self.channels))).all()

    def list_polls(self, session: Session, opening: SurveyOpening) -> Sequence[SurveyPoll]:
        """The polls of a round."""
        query = select(SurveyPoll).where(SurveyPoll.opening_id == opening.id).order_by(SurveyPoll.id)
        return session.scalars(query).all()

    def post(self, session: Session, actor: Actor, opening: SurveyOpening, chat_ids: Collection[int]) -> int:
        """Post it in linked chats, once in each; in how many. Raises SurveyError."""
        if opening.state != OpeningState.OPEN:
            raise SurveyError("A poll can be posted while the survey is open.")
        poll = make_poll(survey_of(opening), self.titles)
        taken = {one.chat_id for one in self.list_polls(session, opening)}
        chats = [one for one in self.list_chats(session) if one.id in chat_ids and one.id not in taken]
        if not chats:
            raise SurveyError("Choose a group or channel where it isn't yet.")
        # Where the messenger's server takes no poll, the form can be answered.
        words = say_poll(poll, f"{self.hub_address}/survey/{opening.survey_id}")
        for chat in chats:
            row = SurveyPoll(opening_id=opening.id, chat_id=chat.id, title=chat.title, votes=[])
            session.add(row)
            session.flush()
            outgoing = Outgoing(_key(row), chat.channel, chat.address, Reply(words, poll=poll))
            self.outbox.put(session, [(outgoing, None)], Priority.BROADCAST)
        subject = ("survey_opening", str(opening.id))
        self.audit.record(
            session, actor, "survey.post_poll", subject, after={"chats": [chat.title for chat in chats]}
        )
        return len(chats)

    def count(self, session: Session, poll_key: str, votes: Sequence[int], update_id: int) -> bool:
        """Keep the newest totals of a poll; False for one that isn't ours or whose survey is closed.

        Raises NotYetError while the outbox hasn't noted yet what was sent.
        """
        row = self._find(session, poll_key)
        if row is None:
            return False
        opening = session.get_one(SurveyOpening, row.opening_id)
        question = question_of_poll(survey_of(opening))
        if opening.state != OpeningState.OPEN or update_id <= row.update_id or not fits(question, votes):
            return False
        row.votes, row.update_id = list(votes), update_id
        return True

    def stop(self, session: Session) -> int:
        """Have the polls of closed rounds stopped where they stand; how many."""
        closed = select(SurveyOpening.id).where(
            SurveyOpening.state.in_((OpeningState.CLOSED, OpeningState.PUBLISHED))
        )
        rows = session.scalars(
            select(SurveyPoll).where(SurveyPoll.is_stopped.is_(False), SurveyPoll.opening_id.in_(closed))
        ).all()
        for row in rows:
            row.is_stopped = True
            sent = session.scalar(select(OutgoingMessage).where(OutgoingMessage.key == _key(row)))
            if sent is None or sent.external_id is None:
                if sent is not None and sent.state == OutgoingState.WAITING:
                    sent.state, sent.content = OutgoingState.LEFT_OUT, {}
                continue
            message = sent.external_id.partition(":")[0]
            outgoing = Outgoing(f"{_key(row)}:stop", sent.channel, sent.address, Reply("", ends_poll=message))
            self.outbox.put(session, [(outgoing, None)], Priority.BROADCAST)
        return len(rows)

    def _find(self, session: Session, poll_key: str) -> SurveyPoll | None:
        found = session.scalar(select(SurveyPoll).where(SurveyPoll.poll_key == poll_key))
        if found is not None:
            return found
        is_waiting = False
        for row in session.scalars(select(SurveyPoll).where(SurveyPoll.poll_key.is_(None))):
            sent = session.scalar(select(OutgoingMessage).where(OutgoingMessage.key == _key(row)))
            if sent is not None and (sent.external_id or "").partition(":")[2] == poll_key:
                row.poll_key = poll_key
                return row
            is_waiting = is_waiting or (sent is not None and sent.state in _ON_ITS_WAY)
        if is_waiting:
            raise NotYetError(_SOON_SECONDS)
        return None


def _key(row: SurveyPoll) -> str:
    return f"survey_poll:{row.id}"
