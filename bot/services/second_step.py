"""The second step of signing in: codes of an authenticator app (TOTP, RFC 6238), or a recovery code."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import RecoveryCode, StaffMember, StaffSession
from bot.domain.references import ALPHABET
from bot.domain.staff import Actor
from bot.services.audit import AuditService

RECOVERY_CODES = 10
_GROUPS, _GROUP_LENGTH = 4, 4
"""Eighty random bits a code: nobody finds one from its digest."""
_ISSUER = "Local Focus"
_STEP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SecondStepService:
    """The only writer of authenticator secrets and recovery codes."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def begin(self, session: Session, browser: StaffSession) -> str:
        """The secret of an app that is being set up in this browser; the same one when asked again."""
        if browser.pending_secret is None:
            browser.pending_secret = pyotp.random_base32()
            session.flush()
        return browser.pending_secret

    def address_of(self, member: StaffMember, secret: str) -> str:
        """What the app reads from the picture: an address of the kind `otpauth:`."""
        return pyotp.TOTP(secret).provisioning_uri(name=member.email, issuer_name=_ISSUER)

    def confirm(self, session: Session, browser: StaffSession, actor: Actor, code: str) -> list[str] | None:
        """Take the app into use once it shows the right code: new recovery codes, None for a wrong code."""
        if browser.pending_secret is None:
            return None
        step = self._find_step(browser.pending_secret, code, after=None)
        if step is None:
            return None
        member = browser.member
        member.totp_secret, member.totp_used_step = browser.pending_secret, step
        browser.pending_secret = None
        self.audit.record(session, actor, "second_step.set_up", ("staff", member.email))
        return self._renew_codes(session, member)

    def is_right(self, session: Session, member: StaffMember, actor: Actor, code: str) -> bool:
        """Whether it is the app's present code, or an unused recovery code; either counts once."""
        if member.totp_secret is None:
            return False
        step = self._find_step(member.totp_secret, code, after=member.totp_used_step)
        if step is not None:
            member.totp_used_step = step
            return True
        used = session.scalar(
            delete(RecoveryCode)
            .where(RecoveryCode.staff_id == member.id, RecoveryCode.digest == _digest(code))
            .returning(RecoveryCode.id)
        )
        if used is not None:
            self.audit.record(session, actor, "second_step.use_recovery_code", ("staff", member.email))
        return used is not None

    def renew_codes(self, session: Session, member: StaffMember, actor: Actor) -> list[str]:
        """New recovery codes in place of all old ones; they are shown once."""
        self.audit.record(session, actor, "second_step.renew_codes", ("staff", member.email))
        return self._renew_codes(session, member)

    def remove(self, session: Session, member: StaffMember, actor: Actor) -> None:
        """Do without the second step until one is set up again."""
        if member.totp_secret is not None:
            self.audit.record(session, actor, "second_step.remove", ("staff", member.email))
        member.totp_secret, member.totp_used_step = None, None
        session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == member.id))

    def _renew_codes(self, session: Session, member: StaffMember) -> list[str]:
        session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == member.id))
        codes = [_make_code() for _ in range(RECOVERY_CODES)]
        session.add_all(RecoveryCode(staff_id=member.id, digest=_digest(code)) for code in codes)
        session.flush()
        return codes

    def _find_step(self, secret: str, code: str, after: int | None) -> int | None:
        """The half-minute that the code belongs to: this one, or one beside it for clocks that differ."""
        totp = pyotp.TOTP(secret)
        present = int(self.now().timestamp()) // _STEP_SECONDS
        digits = "".join(code.split())
        if not (digits.isascii() and digits.isdigit()):
            return None
        return next(
            (
                step
                for step in (present, present - 1, present + 1)
                if (after is None or step > after) and secrets.compare_digest(totp.generate_otp(step), digits)
            ),
            None,
        )


def _make_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _digest(code: str) -> str:
    plain = "".join(code.upper().replace("-", "").split())
    return hashlib.sha256(plain.encode()).hexdigest()
