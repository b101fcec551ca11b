"""Safe contact: where somebody must not be written to unasked, since others may read along."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation, Message
from bot.domain.categories import Category
from bot.domain.danger_kinds import DangerKind
from bot.domain.drafts import ReportDraft

#: Others in the home may read along: nothing is written there that they didn't ask for.
NEVER_TOLD = frozenset({Category.DOMESTIC_ABUSE.value})


def is_safe(session: Session, conversation: Conversation) -> bool:
    """Whether nothing said in the conversation, or reported by its person, forbids writing there unasked."""
    if conversation.draft is not None:
        told = {concern.category for concern in ReportDraft.from_json(conversation.draft.body).concerns}
        if told & NEVER_TOLD:
            return False
    reported = exists().where(
        Concern.person_id == conversation.person_id, Concern.category.in_(sorted(NEVER_TOLD))
    )
    heard = exists().where(
        Message.conversation_id == conversation.id, Message.danger == DangerKind.DOMESTIC_ABUSE_NOW.value
    )
    return not session.scalar(select(reported | heard))
