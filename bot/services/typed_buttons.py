"""Finds the button whose title a resident typed, so that typing and pressing are the same."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db.models import Conversation, Direction, Message

_MOST_AT_ONCE = 8
"""Messages of one answer."""
_AROUND = " .!,'\"’"
# Asked at nearly every message, and made once: making it takes as long as asking.
_LATEST = (
    select(Message.external_id, Message.content)
    .where(Message.conversation_id == bindparam("conversation_id"), Message.direction == Direction.OUT)
    .order_by(Message.id.desc())
    .limit(_MOST_AT_ONCE)
)


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
    latest = session.execute(_LATEST, {"conversation_id": conversation.id}).all()
    # The messages of one answer share the beginning of their keys.
    beginnings = [key.rpartition(":")[0] for key, _ in latest]
    of_last = [content for (_, content), one in zip(latest, beginnings, strict=True) if one == beginnings[0]]
    return [(b["title"], b["payload"]) for content in of_last for b in content.get("buttons", ())]


def _plain(words: str) -> str:
    return words.strip(_AROUND).casefold().replace("’", "'")
