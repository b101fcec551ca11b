"""Signing in with the council's own account: lets in whom an administrator has set up, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import StaffMember
from bot.domain.identities import ProvenIdentity, SignInAttempt
from bot.services.sign_in import SignedIn, SignInService, actor_at_door


class AsksWho(Protocol):
    """An identity provider."""

    async def address_to_ask(self, attempt: SignInAttempt) -> str:
        """Where the browser is sent; raises IdentityError."""

    async def identify(self, code: str, attempt: SignInAttempt) -> ProvenIdentity:
        """Who it is whose code that is; raises IdentityError."""

    async def address_to_leave(self) -> str | None:
        """Where somebody can sign out there too, if there is such a page."""


class ProviderRefusal(StrEnum):
    """Why somebody whom the provider knows is not let in."""

    UNKNOWN = "unknown"
    """No administrator has set them up."""
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class ProviderSignInService:
    """The other way through the door; what comes after it is the same."""

    sign_in: SignInService
    provider: AsksWho
    name: str
    """What staff call their account there."""
    second_step_methods: frozenset[str]
    """What the provider says of somebody who took a second step there; empty where it doesn't count."""

    def enter(
        self, session: Session, identity: ProvenIdentity, address: str, browser: str
    ) -> SignedIn | ProviderRefusal:
        """Let in whose subject an administrator has set, or whose address: they then have that subject."""
        member = session.scalar(select(StaffMember).where(StaffMember.provider_subject == identity.subject))
        if member is None and identity.email is not None:
            member = self._bind(session, identity.email, identity.subject, address)
        if member is None:
            return ProviderRefusal.UNKNOWN
        if member.disabled_at is not None:
            return ProviderRefusal.DISABLED
        took_second_step = bool(identity.methods & self.second_step_methods)
        return self.sign_in.begin(session, member, address, browser, took_second_step=took_second_step)

    def _bind(self, session: Session, email: str, subject: str, address: str) -> StaffMember | None:
        """Whoever has that address now has it for good: an address can pass to somebody else later."""
        member = self.sign_in.staff.find_by_email(session, email)
        if member is None or member.provider_subject is not None or member.disabled_at is not None:
            return None
        member.provider_subject = subject
        session.flush()
        self.sign_in.audit.record(
            session,
            actor_at_door(member, address),
            "sign_in.bind",
            ("staff", member.email),
            after={"subject": subject},
        )
        return member
