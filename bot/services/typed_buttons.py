"""Finds the button whose title a resident typed, so that typing and pressing are the same."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message

_AROUND = " .!,'\"’"


def find_typed_button(session: Session, conversation: Conversation, text: str) -> str | None:
    """The payload of the one button of the latest answer that the text names, or None.

    It names a button by its title, or by the part of it before a comma: `yes` for `Yes, it's safe`.
    """
    said = _plain(text)
    titles = [(_plain(title), payload) for title, payload in _list_buttons(session, conversation)]
    whole = {payload for title, payload in titles if title == said}
    begun = {payload for title, payload in titles if title.split(",")[0].strip() == said}
    found = whole or begun
    return found.pop() if said and len(found) == 1 else None


def _list_buttons(session: Session, conversation: Conversation) -> list[tuple[str, str]]:
    latest = session.scalar(
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.direction == Direction.OUT)
        .order_by(Message.id.desc())
        .limit(1)
    )
    if latest is None:
        return []
    prefix = latest.external_id.rpartition(":")[0] + ":"
    answers = session.scalars(select(Message).where(Message.external_id.startswith(prefix, autoescape=True)))
    return [(b["title"], b["payload"]) for answer in answers for b in answer.content.get("buttons", ())]


def _plain(words: str) -> str:
    return words.strip(_AROUND).casefold().replace("’", "'")
