"""Who works in the console: their roles, and as whom something was done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import StaffError

LONGEST_EMAIL, LONGEST_NAME, LONGEST_SUBJECT = 254, 100, 255


class Role(StrEnum):
    """What somebody is there for; the console's permission table says what that lets them do."""

    HUB_OFFICER = "hub_officer"
    """Works on concerns."""
    HUB_COORDINATOR = "hub_coordinator"
    """Works on concerns and looks after the queue."""
    PARTNER = "partner"
    """Works for one agency: sees referrals to it, and of these the shared fields."""
    ANALYST = "analyst"
    """Sees figures, and nobody's identity."""
    ADMINISTRATOR = "administrator"
    """Looks after accounts and reads the audit trail."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something, as services and the audit trail know them."""

    name: str
    """What the audit trail calls them: an email address, or which program it was."""
    staff_id: int | None = None
    role: Role = Role.ADMINISTRATOR
    agency_id: str | None = None
    """The one agency that a partner works for."""
    areas: frozenset[str] = frozenset()
    """Hub areas that they see; empty for all of them."""
    address: str | None = None
    """Network address that they came from."""

    def sees_area(self, hub_area: str | None) -> bool:
        """Whether their areas take it in; what has no place yet is everybody's."""
        return not self.areas or hub_area is None or hub_area in self.areas


COMMAND_LINE = Actor("command line")
"""An operator on the machine itself."""


@dataclass(frozen=True, slots=True)
class Account:
    """What an administrator says of somebody."""

    email: str
    name: str
    role: Role
    agency_id: str | None = None
    areas: frozenset[str] = frozenset()
    """Hub areas that they see; empty for all of them."""
    subject: str | None = None
    """What the identity provider knows them by; None until that is known."""


def check_account(account: Account) -> Account:
    """The account as it is kept; raises StaffError for what is no email address and a partner of nobody."""
    email = account.email.strip().lower()
    local, at, domain = email.partition("@")
    if not (local and at and "." in domain) or len(email) > LONGEST_EMAIL or any(c.isspace() for c in email):
        raise StaffError("expected an email address")
    name = account.name.strip()[:LONGEST_NAME] or local
    is_partner = account.role == Role.PARTNER
    if is_partner and not account.agency_id:
        raise StaffError("a partner needs an agency")
    subject = (account.subject or "").strip()[:LONGEST_SUBJECT] or None
    agency = account.agency_id if is_partner else None
    return Account(email, name, account.role, agency, account.areas, subject)
