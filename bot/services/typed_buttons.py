"""Finds the button whose title a resident typed, so that typing and pressing are the same."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from bot.db.models import Direction, Message
from bot.services.news_choices import asks_for_area

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


def find_typed_button(connection: Connection, conversation_id: str, text: str) -> str | None:
    """The payload of the one button of the latest answer that the text names, or None.

    It names a button by its title, or by the part of it before a comma: `yes` for `Yes, it's safe`.
    Other words answer the question that the buttons stand under, where that asks for the area of news.
    """
    said = _plain(text)
    titles = [(_plain(title), payload) for title, payload in _list_buttons(connection, conversation_id)]
    whole = {payload for title, payload in titles if title == said}
    begun = {payload for title, payload in titles if title.split(",")[0].strip() == said}
    found = whole or begun
    if said and len(found) == 1:
        return found.pop()
    return asks_for_area(titles[0][1]) if said and titles else None


def _list_buttons(connection: Connection, conversation_id: str) -> list[tuple[str, str]]:
    latest = connection.execute(_LATEST, {"conversation_id": conversation_id}).all()
    # The messages of one answer share the beginning of their keys.
    beginnings = [key.rpartition(":")[0] for key, _ in latest]
    of_last = [content for (_, content), one in zip(latest, beginnings, strict=True) if one == beginnings[0]]
    return [(b["title"], b["payload"]) for content in of_last for b in content.get("buttons", ())]


def _plain(words: str) -> str:
    return words.strip(_AROUND).casefold().replace("’", "'")
