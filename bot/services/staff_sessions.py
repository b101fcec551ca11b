"""Sessions of staff: which browsers are signed in, kept here so that they can be ended from here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from bot.db.base import utc_now
from bot.db.models import StaffMember, StaffSession
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.audit import AuditService

_SEEN_TO_THE = timedelta(minutes=5)
"""How exactly a session knows when it was last used; it needn't be written at every page."""
_HALF_WAY = timedelta(minutes=15)
"""How long there is for the second step."""
_LONGEST_ADDRESS, _LONGEST_BROWSER = 64, 200


def actor_of(browser: StaffSession) -> Actor:
    """As whom things are done in this browser."""
    member = browser.member
    return Actor(
        name=member.email,
        staff_id=member.id,
        role=member.role,
        agency_id=member.agency_id,
        areas=frozenset(member.areas),
        address=browser.address,
    )


@dataclass(frozen=True, slots=True)
class StaffSessionService:
    """The only writer of sessions."""

    audit: AuditService
    lifetime: timedelta
    """A session ends so long after signing in, whatever happens."""
    idle: timedelta
    """And so long after it was last used."""
    now: Callable[[], datetime] = utc_now

    def begin(
        self, session: Session, member: StaffMember, address: str, browser: str, *, is_complete: bool
    ) -> str:
        """Sign a browser in; the value of its cookie, which can't be read from the database again."""
        session.execute(delete(StaffSession).where(StaffSession.expires_at < self.now()))
        token = secrets.token_urlsafe(32)
        session.add(
            StaffSession(
                staff_id=member.id,
                digest=_digest(token),
                is_complete=is_complete,
                address=address[:_LONGEST_ADDRESS],
                browser=browser[:_LONGEST_BROWSER],
                created_at=self.now(),
                last_seen_at=self.now(),
                expires_at=self.now() + (self.lifetime if is_complete else _HALF_WAY),
            )
        )
        session.flush()
        return token

    def complete(self, session: Session, browser: StaffSession) -> None:
        """The second step was taken; the whole lifetime begins."""
        browser.is_complete = True
        browser.expires_at = self.now() + self.lifetime
        session.flush()

    def find(self, session: Session, token: str, *, is_use: bool = True) -> StaffSession | None:
        """The session of a cookie's value, unless it is over or its owner may not sign in any more.

        What a page asks by itself is no use of it (`is_use`): an office that was left empty signs itself out.
        """
        found = session.scalar(
            select(StaffSession)
            .where(StaffSession.digest == _digest(token))
            .options(joinedload(StaffSession.member))
        )
        now = self.now()
        if found is None or self._is_over(found):
            return None
        if is_use and now - found.last_seen_at > _SEEN_TO_THE:
            found.last_seen_at = now
            session.flush()
        return found

    def list_live(self, session: Session, session_ids: Collection[int]) -> dict[int, StaffSession]:
        """Those of these sessions that aren't over, by id; being asked doesn't count as use."""
        found = session.scalars(
            select(StaffSession)
            .where(StaffSession.id.in_(session_ids), StaffSession.is_complete)
            .options(joinedload(StaffSession.member))
        )
        return {one.id: one for one in found if not self._is_over(one)}

    def is_over(self, session: Session, session_id: int) -> bool:
        """Whether a browser is signed in no more; being asked doesn't count as use."""
        found = session.get(StaffSession, session_id)
        return found is None or self._is_over(found)

    def _is_over(self, found: StaffSession) -> bool:
        now = self.now()
        is_late = found.expires_at <= now or found.last_seen_at + self.idle <= now
        return is_late or found.member.disabled_at is not None

    def get(self, session: Session, token: str) -> StaffSession:
        """The same; raises NotFoundError."""
        found = self.find(session, token)
        if found is None:
            raise NotFoundError("no such session")
        return found

    def list_sessions(self, session: Session, staff_id: int) -> Sequence[StaffSession]:
        """Where somebody is signed in, the last used first."""
        now = self.now()
        return session.scalars(
            select(StaffSession)
            .where(
                StaffSession.staff_id == staff_id,
                StaffSession.expires_at > now,
                StaffSession.last_seen_at > now - self.idle,
            )
            .order_by(StaffSession.last_seen_at.desc(), StaffSession.id.desc())
        ).all()

    def end(self, session: Session, actor: Actor, session_id: int) -> bool:
        """Sign one of somebody's own browsers out; whether there was such a one."""
        ended = session.scalar(
            delete(StaffSession)
            .where(StaffSession.id == session_id, StaffSession.staff_id == actor.staff_id)
            .returning(StaffSession.id)
        )
        if ended is not None:
            self.audit.record(session, actor, "session.end", ("staff", actor.name))
        return ended is not None

    def end_token(self, session: Session, token: str) -> None:
        """Sign the browser with that cookie out."""
        browser = self.find(session, token)
        if browser is not None:
            self.audit.record(session, actor_of(browser), "sign_in.leave", ("staff", browser.member.email))
            session.delete(browser)

    def end_all(self, session: Session, staff_id: int, *, but: int | None = None) -> None:
        """Sign somebody out everywhere, but for one session."""
        ended = delete(StaffSession).where(StaffSession.staff_id == staff_id)
        session.execute(ended if but is None else ended.where(StaffSession.id != but))

    def end_half_way(self, session: Session, staff_id: int) -> None:
        """Send those away who gave the password and not yet the second step."""
        session.execute(
            delete(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.is_complete.is_(False))
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
