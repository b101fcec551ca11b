"""Signing in: checks the password, then the second step, and locks an account out after too many tries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import StaffMember, StaffSession
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.passwords import Passwords
from bot.services.second_step import SecondStepService
from bot.services.staff import StaffService
from bot.services.staff_sessions import StaffSessionService


class Refusal(StrEnum):
    """Why somebody is not let in."""

    WRONG = "wrong"
    """No such account, or not its password or code: which of them is not told."""
    LOCKED = "locked"
    """Too many wrong tries."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that gave the right password."""

    token: str
    """The value of its cookie."""
    is_complete: bool
    """False while the second step is still to be taken or set up."""
    has_second_step: bool


@dataclass(frozen=True, slots=True)
class SignInService:
    """What happens at the door; who it was from where is in the audit trail, the lock-out too."""

    staff: StaffService
    sessions: StaffSessionService
    passwords: Passwords
    second_step: SecondStepService
    audit: AuditService
    most_tries: int
    """Wrong tries in a row before the account is locked."""
    lock_out: timedelta
    needs_second_step: bool
    """Whether nobody gets in without one."""
    now: Callable[[], datetime] = utc_now

    def enter(
        self, session: Session, email: str, password: str, address: str, browser: str
    ) -> SignedIn | Refusal:
        """Take the first step."""
        member = self.staff.find_by_email(session, email)
        # Checked in any case: how long it takes must not tell whether there is such an account.
        is_right = self.passwords.is_right(member.password_hash if member else None, password)
        if member is None or member.disabled_at is not None:
            return Refusal.WRONG
        if self._is_locked(member):
            return Refusal.LOCKED
        actor = actor_at_door(member, address)
        if not is_right:
            return self._note_wrong(session, member, actor, "sign_in.wrong_password")
        if member.password_hash is not None and self.passwords.is_outdated(member.password_hash):
            member.password_hash = self.passwords.hash(password)
        return self.begin(session, member, address, browser)

    def begin(
        self,
        session: Session,
        member: StaffMember,
        address: str,
        browser: str,
        *,
        took_second_step: bool = False,
    ) -> SignedIn:
        """Let a browser in whose owner has proved who they are, up to the second step or past it."""
        has_second_step = member.totp_secret is not None
        is_complete = took_second_step or (not has_second_step and not self.needs_second_step)
        token = self.sessions.begin(session, member, address, browser, is_complete=is_complete)
        if is_complete:
            self._note_entered(session, member, actor_at_door(member, address))
        return SignedIn(token, is_complete, has_second_step)

    def take_second_step(self, session: Session, browser: StaffSession, code: str) -> Refusal | None:
        """Take the second step in a browser that gave the password; None when it was right."""
        member = browser.member
        actor = actor_at_door(member, browser.address)
        if self._is_locked(member):
            return Refusal.LOCKED
        if not self.second_step.is_right(session, member, actor, code):
            return self._note_wrong(session, member, actor, "sign_in.wrong_code")
        self.finish(session, browser)
        return None

    def finish(self, session: Session, browser: StaffSession) -> None:
        """Let a browser in that took the second step, or has just set it up."""
        self.sessions.complete(session, browser)
        self._note_entered(session, browser.member, actor_at_door(browser.member, browser.address))

    def _is_locked(self, member: StaffMember) -> bool:
        return member.locked_until is not None and member.locked_until > self.now()

    def _note_wrong(self, session: Session, member: StaffMember, actor: Actor, action: str) -> Refusal:
        member.failed_tries += 1
        self.audit.record(session, actor, action, ("staff", member.email))
        if member.failed_tries < self.most_tries:
            return Refusal.WRONG
        member.failed_tries, member.locked_until = 0, self.now() + self.lock_out
        self.sessions.end_half_way(session, member.id)
        self.audit.record(
            session, actor, "sign_in.lock", ("staff", member.email), after={"until": member.locked_until}
        )
        return Refusal.LOCKED

    def _note_entered(self, session: Session, member: StaffMember, actor: Actor) -> None:
        member.failed_tries, member.locked_until = 0, None
        member.last_signed_in_at = self.now()
        self.audit.record(session, actor, "sign_in.enter", ("staff", member.email))


def actor_at_door(member: StaffMember, address: str) -> Actor:
    """As whom somebody acts who is on the way in."""
    return replace(Actor(member.email), staff_id=member.id, role=member.role, address=address)
