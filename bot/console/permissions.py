"""Who may do what in the console: each route names one permission, and each role has some of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.staff import Actor, Role


class Permission(StrEnum):
    """What a route needs; a route without one is refused when the console is mounted."""

    ENTER = "enter"
    """Nothing: signing in, and opening an account by its link."""
    SECOND_STEP = "second_step"
    """To have given the password, and not yet the second step."""
    OWN_ACCOUNT = "own_account"
    """To be signed in: the first page, one's own password, second step and sessions."""
    WORK_CONCERNS = "work_concerns"
    """The queue and every case in one's areas, with all that was said."""
    MANAGE_QUEUE = "manage_queue"
    """Many concerns at once: assign, close."""
    SEE_REFERRALS = "see_referrals"
    """What was referred to one's own agency, the shared fields only; and answering it."""
    SEE_NOTICES = "see_notices"
    """Notices to the coordinator, and ASB Case Reviews."""
    READ_SHARING = "read_sharing"
    """The sharing ledger and its export."""
    MANAGE_STAFF = "manage_staff"
    """Accounts, roles, areas, one-time links."""
    MANAGE_POSTS = "manage_posts"
    """Writing posts, approving what others wrote, scheduling, taking back."""
    READ_AUDIT = "read_audit"
    """The audit trail and its export."""


_EVERYBODY = frozenset({Permission.OWN_ACCOUNT})

#: What each role may do; what is not here is not allowed.
GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.HUB_OFFICER: _EVERYBODY | {Permission.WORK_CONCERNS, Permission.MANAGE_POSTS},
    Role.HUB_COORDINATOR: _EVERYBODY
    | {
        Permission.WORK_CONCERNS,
        Permission.MANAGE_QUEUE,
        Permission.SEE_NOTICES,
        Permission.READ_SHARING,
        Permission.MANAGE_POSTS,
    },
    Role.PARTNER: _EVERYBODY | {Permission.SEE_REFERRALS},
    Role.ANALYST: _EVERYBODY,
    # A small hub has one person for everything.
    Role.ADMINISTRATOR: _EVERYBODY
    | {
        Permission.WORK_CONCERNS,
        Permission.MANAGE_QUEUE,
        Permission.SEE_NOTICES,
        Permission.READ_SHARING,
        Permission.MANAGE_POSTS,
        Permission.MANAGE_STAFF,
        Permission.READ_AUDIT,
    },
}


def may(actor: Actor | None, permission: Permission) -> bool:
    """Whether somebody who is signed in (None: nobody is) has the permission."""
    return actor is not None and permission in GRANTED.get(actor.role, frozenset())
