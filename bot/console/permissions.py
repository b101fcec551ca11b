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
    JOIN_CONVERSATIONS = "join_conversations"
    """Open conversations of one's areas, and answering in them instead of the dialogue."""
    MANAGE_QUEUE = "manage_queue"
    """Many concerns at once: assign, send on, close."""
    FILE_REPORTS = "file_reports"
    """Reports that somebody tells them, and for partners those that they refer to the hub."""
    EDIT_TEMPLATES = "edit_templates"
    """Ready messages to residents, for everybody at the hub."""
    BLOCK_PEOPLE = "block_people"
    """Keeping somebody out of the chat for a time, the list of them, and taking it back."""
    LINK_SENSITIVE = "link_sensitive"
    """Sensitive concerns suggested as those of the same person or near by, and merging them."""
    SEE_ORIGINALS = "see_originals"
    """Photos as they were sent, once they were redacted or hidden; and taking that back."""
    SEE_REFERRALS = "see_referrals"
    """What was referred to one's own agency, the shared fields only; and answering it."""
    SEE_NOTICES = "see_notices"
    """Notices to the coordinator, and ASB Case Reviews."""
    READ_SHARING = "read_sharing"
    """The sharing ledger and its export."""
    READ_FIGURES = "read_figures"
    """Counts and times over the concerns of one's areas, and reports of them; no identities."""
    READ_SURVEYS = "read_surveys"
    """Surveys, how their rounds go, and results without small numbers."""
    ENTER_PAPER = "enter_paper"
    """Answers to surveys that were given on paper."""
    READ_ANSWERS = "read_answers"
    """Everything that was answered, with small numbers, and exports; words once somebody looked at them."""
    READ_ASSESSMENT = "read_assessment"
    """Residents' priorities by area beside concerns: for those who read both answers and figures."""
    READ_WORDS = "read_words"
    """What people wrote in surveys just as they wrote it: it may say who they are."""
    EDIT_SURVEYS = "edit_surveys"
    """Writing surveys, opening, closing and publishing them."""
    MANAGE_STAFF = "manage_staff"
    """Accounts, roles, areas, one-time links."""
    MANAGE_POSTS = "manage_posts"
    """Writing posts, approving what others wrote, scheduling, taking back."""
    LABEL_EXAMPLES = "label_examples"
    """Messages to learn from, since they were understood badly; sensitive ones with `MANAGE_QUEUE` only."""
    MANAGE_API_KEYS = "manage_api_keys"
    """Keys by which programs send reports and read figures."""
    MANAGE_FEEDS = "manage_feeds"
    """Which feeds of partners are fetched, rules on their news, and which may go out by themselves."""
    READ_AUDIT = "read_audit"
    """The audit trail and its export."""


_EVERYBODY = frozenset({Permission.OWN_ACCOUNT, Permission.READ_SURVEYS})
_SURVEYS = frozenset(
    {Permission.ENTER_PAPER, Permission.READ_ANSWERS, Permission.READ_ASSESSMENT}
    | {Permission.READ_WORDS, Permission.EDIT_SURVEYS}
)

_OFFICER = _EVERYBODY | {
    Permission.WORK_CONCERNS,
    Permission.LABEL_EXAMPLES,
    Permission.JOIN_CONVERSATIONS,
    Permission.FILE_REPORTS,
    Permission.MANAGE_POSTS,
    Permission.READ_FIGURES,
    Permission.ENTER_PAPER,
}
_COORDINATOR = (
    _OFFICER
    | _SURVEYS
    | {
        Permission.MANAGE_QUEUE,
        Permission.BLOCK_PEOPLE,
        Permission.SEE_ORIGINALS,
        Permission.LINK_SENSITIVE,
        Permission.EDIT_TEMPLATES,
        Permission.SEE_NOTICES,
        Permission.READ_SHARING,
        Permission.MANAGE_FEEDS,
    }
)

#: What each role may do; what is not here is not allowed.
GRANTED: Mapping[Role, frozenset[Permission]] = {
    Role.HUB_OFFICER: _OFFICER,
    Role.HUB_COORDINATOR: _COORDINATOR,
    Role.PARTNER: _EVERYBODY | {Permission.SEE_REFERRALS, Permission.FILE_REPORTS},
    Role.ANALYST: _EVERYBODY | {Permission.READ_FIGURES, Permission.READ_ANSWERS, Permission.READ_ASSESSMENT},
    # A small hub has one person for everything.
    Role.ADMINISTRATOR: _COORDINATOR
    | {Permission.MANAGE_STAFF, Permission.MANAGE_API_KEYS, Permission.READ_AUDIT},
}


def may(actor: Actor | None, permission: Permission) -> bool:
    """Whether somebody who is signed in (None: nobody is) has the permission."""
    return actor is not None and permission in GRANTED.get(actor.role, frozenset())
