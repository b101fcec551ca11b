"""The outbox: keeps what is to be pushed with what caused it, and hands it out once and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import InboxState, InboxUpdate, MessageState
from bot.db.models import OutgoingMessage as Row
from bot.db.models import OutgoingState as State
from bot.db.session import Database
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.errors import DeliveryError
from bot.services.back_off import pause_after
from bot.services.claims import Claims
from bot.services.deliveries import UNREACHABLE, is_unwanted, mark_answer, mark_unreachable

#: With pauses of up to half a minute, this many tries take about three quarters of an hour.
MOST_ATTEMPTS = 90


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that is ours to send."""

    id: int
    outgoing: Outgoing
    message_id: int | None
    """The answer in the transcript that it delivers."""
    priority: int
    attempts: int
    """Which try this is, from 1."""


@dataclass(frozen=True, slots=True)
class OutboxService:
    """Writes outgoing messages, as `UndeliveredService` does; but `put`, each method is a unit of work."""

    database: Database
    lease: timedelta = timedelta(minutes=3)
    given_up_kept: timedelta = timedelta(days=30)
    """How long staff can send again what was given up; then it is emptied."""
    now: Callable[[], datetime] = utc_now

    def put(
        self, session: Session, messages: Iterable[tuple[Outgoing, int | None]], priority: Priority
    ) -> None:
        """Have messages sent, each with the id of the answer that it delivers, once the unit is committed.

        A danger card goes before everything else. Raises sqlalchemy.exc.IntegrityError for a key that was
        put before: what caused it was done already.
        """
        rows = [
            {
                "key": outgoing.key,
                "channel": outgoing.channel,
                "address": outgoing.address,
                "content": outgoing.reply.to_json(),
                "message_id": message_id,
                "priority": Priority.DANGER if outgoing.reply.danger else priority,
                "due_at": self.now(),
            }
            for outgoing, message_id in messages
        ]
        if rows:
            session.execute(insert(Row), rows)

    def claim(self, channels: Collection[str], limit: int) -> list[ClaimedMessage]:
        """Claim the next message to each address, unless answers to a burst are still being found."""
        with self.database.unit_of_work() as session:
            heads = self._claims.claim_heads(session, self.now(), channels, limit)
            return self._without_needless(session, heads)

    def sent(self, message: ClaimedMessage, external_id: str) -> ClaimedMessage | None:
        """Keep that it was delivered and under which key; claims what waits next for the address, if any."""
        now = self.now()
        with self.database.unit_of_work() as session:
            # The transcript has an answer's words; only what the channel calls it is still needed.
            is_answer = message.priority < Priority.BROADCAST
            emptied: dict[str, Any] = {"content": {}} if is_answer else {}
            sent: dict[str, Any] = {
                "state": State.SENT,
                "external_id": external_id,
                "sent_at": now,
                **emptied,
            }
            is_ours = self._let_go(session, message, reason=None, **sent)
            mark_answer(session, message.message_id, MessageState.SENT)
            if not is_ours:
                # The claim ran out meanwhile: at least nobody sends it again who hasn't begun.
                self._change(session, message.id, Row.state == State.WAITING, **sent)
                return None
            outgoing = message.outgoing
            following = self._claims.claim_next(session, now, outgoing.channel, outgoing.address)
            return next(iter(self._without_needless(session, [following] if following else [])), None)

    def fail(self, message: ClaimedMessage, error: DeliveryError) -> bool:
        """Have it tried again later, or give it to staff; whether it was given up."""
        is_over = error.is_permanent or message.attempts >= MOST_ATTEMPTS
        now = self.now()
        with self.database.unit_of_work() as session:
            self._let_go(
                session,
                message,
                state=State.GIVEN_UP if is_over else State.WAITING,
                due_at=now + pause_after(message.attempts, error.retry_after),
                reason=error.reason[:60],
            )
            if is_over:
                mark_answer(session, message.message_id, MessageState.FAILED)
            if error.is_permanent and error.reason in UNREACHABLE:
                mark_unreachable(session, message.outgoing, now)
        return is_over

    def put_back(self, messages: Collection[ClaimedMessage]) -> None:
        """Let messages wait again that were claimed and not sent."""
        with self.database.unit_of_work() as session:
            self._claims.put_back(session, [message.id for message in messages])

    def take_back(self, *, everything: bool = False) -> int:
        """Let messages wait again whose hub died: whose claim ran out, or all if there is no other."""
        with self.database.unit_of_work() as session:
            return self._claims.take_back(session, None if everything else self.now(), MOST_ATTEMPTS)

    def list_given_up(self) -> Sequence[Row]:
        """What could not be delivered, oldest first."""
        with self.database.unit_of_work() as session:
            return session.scalars(select(Row).where(Row.state == State.GIVEN_UP).order_by(Row.id)).all()

    def forget_old(self) -> int:
        """Empty what was given up long ago; how many there were."""
        with self.database.unit_of_work() as session:
            return self._claims.forget_given_up(session, self.now() - self.given_up_kept)

    @property
    def _claims(self) -> Claims[Row]:
        return Claims(Row, ("priority", "id"), self.lease, _is_settled)

    def _without_needless(self, session: Session, claimed: Sequence[Row]) -> list[ClaimedMessage]:
        """Leave out what needn't be said any more, and go on with what waits next for the address."""
        kept = []
        for row in claimed:
            ours: Row | None = row
            while ours is not None and (self._is_asked_again(session, ours) or is_unwanted(session, ours)):
                self._change(session, ours.id, state=State.LEFT_OUT, claimed_until=None, content={})
                mark_answer(session, ours.message_id, MessageState.SENT)
                ours = self._claims.claim_next(session, self.now(), row.channel, row.address)
            if ours is not None:
                kept.append(_claimed(ours))
        return kept

    def _is_asked_again(self, session: Session, row: Row) -> bool:
        if row.message_id is None or row.priority != Priority.ANSWER or row.attempts > 1:
            return False
        later = session.scalars(
            select(Row.content).where(
                Row.channel == row.channel,
                Row.address == row.address,
                Row.state == State.WAITING,
                Row.priority == Priority.ANSWER,
                Row.id > row.id,
            )
        )
        return any(content == row.content for content in later)

    def _let_go(self, session: Session, message: ClaimedMessage, **values: object) -> bool:
        """Change it if it is still ours: a claim that ran out is somebody else's, who began one try later."""
        is_ours = (Row.state == State.CLAIMED, Row.attempts == message.attempts)
        return self._change(session, message.id, *is_ours, claimed_until=None, **values)

    def _change(self, session: Session, row_id: int, *only_if: ColumnElement[bool], **values: object) -> bool:
        change = update(Row).where(Row.id == row_id, *only_if).values(**values).returning(Row.id)
        return session.scalar(change.execution_options(synchronize_session=False)) is not None


def _claimed(row: Row) -> ClaimedMessage:
    outgoing = Outgoing(row.key, row.channel, row.address, Reply.from_json(row.content))
    return ClaimedMessage(row.id, outgoing, row.message_id, row.priority, row.attempts)


def _is_settled() -> ColumnElement[bool]:
    """Whether nothing of this person is being answered just now; a danger card doesn't wait for that."""
    is_answering = exists().where(
        InboxUpdate.channel == Row.channel,
        InboxUpdate.address == Row.address,
        InboxUpdate.state == InboxState.CLAIMED,
    )
    return or_(Row.priority == Priority.DANGER, ~is_answering)
