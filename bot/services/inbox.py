"""The inbox: stores what pushed channels are sent, and hands each update out once and in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import InboxState, InboxUpdate
from bot.db.session import Database
from bot.services.back_off import pause_after
from bot.services.claims import Claims

#: An update that failed or ended the hub so often is given to staff.
MOST_ATTEMPTS = 12
#: Channels send again what they think we didn't get, for a day or so; until then we have to know it.
_REMEMBERED = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ClaimedUpdate:
    """An update that is ours to act on."""

    id: int
    channel: str
    address: str
    content: dict[str, Any]
    attempts: int
    """Which try this is, from 1."""


@dataclass(frozen=True, slots=True)
class InboxService:
    """The only writer of updates; each of its methods is a unit of work of its own."""

    database: Database
    lease: timedelta = timedelta(minutes=3)
    given_up_kept: timedelta = timedelta(days=30)
    """How long staff can try again what was given up; then what it holds is emptied."""
    now: Callable[[], datetime] = utc_now
    on_stored: list[Callable[[], None]] = field(default_factory=list)
    """Told, in the event loop, that something waits."""

    async def store(self, channel: str, external_id: str, address: str, content: dict[str, Any]) -> bool:
        """Keep an update before anything is done about it; False for one that was stored already.

        Once this returns, the channel may be told that we have it. Raises sqlalchemy.exc.OperationalError
        when the database can't be written: then the channel has to send it again.
        """
        row = {
            "channel": channel,
            "external_id": external_id,
            "address": address,
            "content": content,
            "due_at": self.now(),
        }
        try:
            await self.database.run(self._insert, row)
        except IntegrityError:
            return False
        for tell in self.on_stored:
            tell()
        return True

    def claim(self, channels: Collection[str], limit: int) -> list[ClaimedUpdate]:
        """Claim the oldest waiting update of each address that nobody works on."""
        with self.database.unit_of_work() as session:
            return _claimed(self._claims.claim_heads(session, self.now(), channels, limit))

    def finish(self, done: ClaimedUpdate, *, claim_next: bool) -> ClaimedUpdate | None:
        """Say that it was acted on, and claim what waits next of the same address, if wanted and any."""
        with self.database.unit_of_work() as session:
            self._let_go(session, done, state=InboxState.DONE, content={}, reason=None)
            if not claim_next:
                return None
            following = self._claims.claim_next(session, self.now(), done.channel, done.address)
            return _claimed([following])[0] if following else None

    def fail(self, failed: ClaimedUpdate, reason: str) -> bool:
        """Have it tried again later, or give it to staff after too many tries; whether it was given up.

        `reason` is the kind of the error, never what was said.
        """
        is_over = failed.attempts >= MOST_ATTEMPTS
        state = InboxState.GIVEN_UP if is_over else InboxState.WAITING
        due_at = self.now() + pause_after(failed.attempts)
        with self.database.unit_of_work() as session:
            self._let_go(session, failed, state=state, due_at=due_at, reason=reason[:60])
        return is_over

    def put_back(self, updates: Collection[ClaimedUpdate]) -> None:
        """Let updates wait again that were claimed and not acted on."""
        with self.database.unit_of_work() as session:
            self._claims.put_back(session, [update.id for update in updates])

    def put_off(self, early: ClaimedUpdate, pause: timedelta) -> None:
        """Have it, and what waits behind it at its address, acted on after a pause; that is no failed try."""
        due_at, tries = self.now() + pause, early.attempts - 1
        with self.database.unit_of_work() as session:
            self._let_go(session, early, state=InboxState.WAITING, due_at=due_at, attempts=tries)

    def take_back(self, *, everything: bool = False) -> int:
        """Let updates wait again whose hub died: whose claim ran out, or all if there is no other."""
        with self.database.unit_of_work() as session:
            return self._claims.take_back(session, None if everything else self.now(), MOST_ATTEMPTS)

    def forget_old(self) -> int:
        """Delete what was acted on, once no channel will send it again, and empty what was given up long ago.

        How many were emptied.
        """
        with self.database.unit_of_work() as session:
            session.execute(
                delete(InboxUpdate).where(
                    InboxUpdate.state == InboxState.DONE, InboxUpdate.received_at < self.now() - _REMEMBERED
                )
            )
            return self._claims.forget_given_up(session, self.now() - self.given_up_kept)

    def list_given_up(self) -> Sequence[InboxUpdate]:
        """What could not be acted on, oldest first."""
        with self.database.unit_of_work() as session:
            query = select(InboxUpdate).where(InboxUpdate.state == InboxState.GIVEN_UP)
            return session.scalars(query.order_by(InboxUpdate.id)).all()

    @property
    def _claims(self) -> Claims[InboxUpdate]:
        return Claims(InboxUpdate, ("id",), self.lease)

    def _insert(self, row: dict[str, Any]) -> None:
        with self.database.unit_of_work() as session:
            session.execute(insert(InboxUpdate), [row])

    def _let_go(self, session: Session, claimed: ClaimedUpdate, **values: object) -> None:
        """Change it if it is still ours: a claim that ran out is somebody else's, who began one try later."""
        session.execute(
            update(InboxUpdate)
            .where(
                InboxUpdate.id == claimed.id,
                InboxUpdate.state == InboxState.CLAIMED,
                InboxUpdate.attempts == claimed.attempts,
            )
            .values(claimed_until=None, **values)
            .execution_options(synchronize_session=False)
        )


def _claimed(rows: Sequence[InboxUpdate]) -> list[ClaimedUpdate]:
    return [ClaimedUpdate(r.id, r.channel, r.address, r.content, r.attempts) for r in rows]
