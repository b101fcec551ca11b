"""Staff: makes and changes accounts, and the one-time links by which their owners set a password."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import StaffLink, StaffMember
from bot.domain.staff import Account, Actor, Role, check_account
from bot.errors import NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.passwords import Passwords, find_weakness
from bot.services.second_step import SecondStepService
from bot.services.staff_sessions import StaffSessionService

LINK_LIFETIME = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class StaffService:
    """The only writer of accounts and links."""

    audit: AuditService
    passwords: Passwords
    second_step: SecondStepService
    sessions: StaffSessionService
    now: Callable[[], datetime] = utc_now

    def add(self, session: Session, actor: Actor, account: Account) -> tuple[StaffMember, str]:
        """Make an account that its owner opens by the link whose secret part is returned.

        Raises StaffError for an address that is none or has an account, and for a partner without agency.
        """
        account = check_account(account)
        if self.find_by_email(session, account.email) is not None:
            raise StaffError(f"{account.email} has an account already")
        self._check_subject(session, account, None)
        member = StaffMember(email=account.email, created_at=self.now())
        _set(member, account)
        session.add(member)
        session.flush()
        self.audit.record(session, actor, "staff.add", ("staff", member.email), after=_shown(member))
        return member, self._make_link(session, member)

    def change(self, session: Session, actor: Actor, member: StaffMember, account: Account) -> None:
        """Give somebody another name, role, agency or areas; the email address stays.

        Raises StaffError as `add` does, and where no administrator would be left.
        """
        account = check_account(account)
        self._check_subject(session, account, member)
        before = _shown(member)
        if account.role != Role.ADMINISTRATOR:
            self._keep_one_administrator(session, member)
        _set(member, account)
        session.flush()
        self.audit.record(
            session, actor, "staff.change", ("staff", member.email), before=before, after=_shown(member)
        )

    def reset(self, session: Session, actor: Actor, member: StaffMember) -> str:
        """Take password and second step away and end all sessions; the secret part of a new link."""
        member.password_hash = None
        member.failed_tries, member.locked_until = 0, None
        self.second_step.remove(session, member, actor)
        self.sessions.end_all(session, member.id)
        self.audit.record(session, actor, "staff.reset", ("staff", member.email))
        return self._make_link(session, member)

    def disable(self, session: Session, actor: Actor, member: StaffMember) -> None:
        """Let somebody in no more, from this moment on; StaffError where no administrator would be left."""
        self._keep_one_administrator(session, member)
        member.disabled_at = self.now()
        member.link = None
        self.sessions.end_all(session, member.id)
        self.audit.record(session, actor, "staff.disable", ("staff", member.email))

    def enable(self, session: Session, actor: Actor, member: StaffMember) -> None:
        """Let somebody in again, with the password that they had."""
        member.disabled_at = None
        self.audit.record(session, actor, "staff.enable", ("staff", member.email))

    def find_by_link(self, session: Session, secret: str) -> StaffMember | None:
        """Whose link it is; None for one that is wrong, used, or too old."""
        link = session.scalar(
            select(StaffLink).where(StaffLink.digest == _digest(secret), StaffLink.expires_at > self.now())
        )
        return link.member if link is not None and link.member.disabled_at is None else None

    def open_account(self, session: Session, secret: str, password: str, actor: Actor) -> StaffMember | None:
        """Set the first password and use up the link; None for a link that doesn't count.

        Raises StaffError with the key of the rule that the password breaks.
        """
        member = self.find_by_link(session, secret)
        if member is None:
            return None
        self._set_password(member, password)
        member.link = None
        session.flush()
        self.audit.record(session, actor, "staff.open_account", ("staff", member.email))
        return member

    def change_password(
        self, session: Session, actor: Actor, member: StaffMember, old: str, new: str, *, stay: int
    ) -> None:
        """Change one's own password, and sign every browser out but the session `stay`.

        Raises StaffError `wrong`, or with the key of the rule that the new one breaks.
        """
        if not self.passwords.is_right(member.password_hash, old):
            raise StaffError("wrong")
        self._set_password(member, new)
        self.sessions.end_all(session, member.id, but=stay)
        self.audit.record(session, actor, "staff.change_password", ("staff", member.email))

    def find_by_email(self, session: Session, email: str) -> StaffMember | None:
        """The account of an email address, or None."""
        return session.scalar(select(StaffMember).where(StaffMember.email == email.strip().lower()))

    def get(self, session: Session, staff_id: int) -> StaffMember:
        """The account with that id; raises NotFoundError."""
        member = session.get(StaffMember, staff_id)
        if member is None:
            raise NotFoundError(f"no account {staff_id}")
        return member

    def list_members(self, session: Session) -> Sequence[StaffMember]:
        """Everybody, by name; those who are not let in last."""
        order = (StaffMember.disabled_at.is_not(None), StaffMember.name, StaffMember.id)
        return session.scalars(select(StaffMember).order_by(*order)).all()

    def _set_password(self, member: StaffMember, password: str) -> None:
        weakness = find_weakness(password, member.email)
        if weakness is not None:
            raise StaffError(weakness)
        member.password_hash = self.passwords.hash(password)
        member.failed_tries, member.locked_until = 0, None

    def _keep_one_administrator(self, session: Session, leaving: StaffMember) -> None:
        others = session.scalar(
            select(func.count()).where(
                StaffMember.role == Role.ADMINISTRATOR,
                StaffMember.disabled_at.is_(None),
                StaffMember.id != leaving.id,
            )
        )
        if leaving.role == Role.ADMINISTRATOR and not others:
            raise StaffError("there has to be another administrator first")

    def _check_subject(self, session: Session, account: Account, member: StaffMember | None) -> None:
        if account.subject is None:
            return
        other = session.scalar(select(StaffMember).where(StaffMember.provider_subject == account.subject))
        if other is not None and other is not member:
            raise StaffError(f"{other.email} has that subject already")

    def _make_link(self, session: Session, member: StaffMember) -> str:
        secret = secrets.token_urlsafe(24)
        link = member.link or StaffLink(staff_id=member.id)
        link.digest, link.expires_at = _digest(secret), self.now() + LINK_LIFETIME
        member.link = link
        session.flush()
        return secret


def _set(member: StaffMember, account: Account) -> None:
    member.name, member.role, member.agency_id = account.name, account.role, account.agency_id
    member.areas, member.provider_subject = sorted(account.areas), account.subject


def _shown(member: StaffMember) -> dict[str, Any]:
    """What the audit trail keeps of an account."""
    return {
        "name": member.name,
        "role": str(member.role),
        "agency": member.agency_id,
        "areas": list(member.areas),
        "subject": member.provider_subject,
    }


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
