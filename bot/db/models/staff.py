"""Staff: accounts of the console, what opens them, and where they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db.base import AwareDateTime, Base, utc_now
from bot.domain.staff import Role


class StaffMember(Base):
    """Somebody who may sign in to the console; never deleted, since the audit trail names them."""

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In small letters: what they sign in with."""
    name: Mapped[str] = mapped_column(String(100))
    """As colleagues read it."""
    role: Mapped[Role] = mapped_column(String(20))
    agency_id: Mapped[str | None] = mapped_column(String(80))
    """A partner's agency, by its id in the place pack; None for everybody else."""
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Hub areas that they see; empty for all."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2id, with its parameters; None until they set one."""
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    """Shared with their authenticator app; None without a second step."""
    totp_used_step: Mapped[int | None]
    """The half-minute whose code was used last: no code counts twice."""
    provider_subject: Mapped[str | None] = mapped_column(String(255), unique=True, index=True)
    """What the identity provider knows them by; None until an administrator or a first sign-in sets it."""
    failed_tries: Mapped[int] = mapped_column(default=0)
    """Wrong passwords and codes since the last sign-in or lock-out."""
    locked_until: Mapped[datetime | None] = mapped_column(AwareDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    has_shortcuts: Mapped[bool] = mapped_column(default=True)
    """Whether single keys do something in the queue (WCAG 2.1.4: they can be turned off)."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(AwareDateTime)

    recovery_codes: Mapped[list[RecoveryCode]] = relationship(
        cascade="all, delete-orphan", order_by="RecoveryCode.id"
    )
    link: Mapped[StaffLink | None] = relationship(
        back_populates="member", cascade="all, delete-orphan", uselist=False
    )


class RecoveryCode(Base):
    """Stands in for the authenticator app once; deleted when used."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the code, which is random and long enough for that."""


class StaffLink(Base):
    """The one link by which a member may set a password."""

    __tablename__ = "staff_link"

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the link's secret part."""
    expires_at: Mapped[datetime] = mapped_column(AwareDateTime)

    member: Mapped[StaffMember] = relationship(back_populates="link")


class StaffSession(Base):
    """One browser in which a member has given their password."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the cookie's value: whoever reads the database can't use it."""
    is_complete: Mapped[bool]
    """False while the second step is still to be taken."""
    pending_secret: Mapped[str | None] = mapped_column(String(64))
    """Of an authenticator app that is being set up and hasn't shown its first code."""
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(200))
    """What the browser calls itself, so that its owner knows which it is."""
    created_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    last_seen_at: Mapped[datetime] = mapped_column(AwareDateTime, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(AwareDateTime)

    member: Mapped[StaffMember] = relationship()
