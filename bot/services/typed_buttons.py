"""Finds the button whose title a resident typed, so that typing and pressing are the same."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.db.models import Direction, Message
from bot.services.chat_news import KEY
from bot.services.news_choices import asks_for_area

_MOST_AT_ONCE = 16
"""Messages of one answer, and news that came after it."""
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
    # News may come between a question and its answer: what the question offers stays open.
    news = list(takewhile(lambda row: row.external_id.startswith(KEY), latest))
    answers = [row for row in latest if not row.external_id.startswith(KEY)]
    # The messages of one answer share the beginning of their keys.
    of_last = [row for row in answers if _beginning(row) == _beginning(answers[0])]
    return [(b["title"], b["payload"]) for row in (*of_last, *news) for b in row.content.get("buttons", ())]


def _beginning(row: Row[tuple[str, dict[str, Any]]]) -> str:
    return str(row.external_id).rpartition(":")[0]


def _plain(words: str) -> str:
    return words.strip(_AROUND).casefold().replace("’", "'")
