"""News in chats that show by themselves what was said: put there once, changed there, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ContactPoint, Conversation, Direction, Message, MessageState
from bot.domain.replies import Picture, Reply
from bot.services.post_markup import to_plain

KEY = "news:"
"""The keys of news begin with it, and no other message's do."""
_LOST_AFTER = timedelta(days=365)
"""Somebody who has said nothing for so long has lost the way back to their chat."""


@dataclass(frozen=True, slots=True)
class ChatNewsService:
    """Writes news into conversations; whoever has theirs open sees it, the others when they come back."""

    channels: Collection[str] = ()
    """Those whose chats show what was said by themselves."""
    now: Callable[[], datetime] = utc_now

    def put(self, session: Session, key: str, reply: Reply, contact_points: Sequence[int]) -> int:
        """Say it to contact points, by their ids, of these channels; how many get it.

        `key` says which news it is: whoever has it already gets it no second time. Left out are those who
        asked to be left alone, and those who have lost their chat.
        """
        if not self.channels:
            return 0
        found = self._conversations(session, contact_points)
        keys = {f"{KEY}{key}:{point}": where for point, where in found.items()}
        already = set(session.scalars(select(Message.external_id).where(Message.external_id.in_(list(keys)))))
        rows = [
            {
                "conversation_id": conversation,
                "direction": Direction.OUT,
                "channel": channel,
                "external_id": one,
                "state": MessageState.SENT,
                "created_at": self.now(),
                **_columns(reply),
            }
            for one, (conversation, channel) in keys.items()
            if one not in already
        ]
        if rows:
            session.execute(insert(Message), rows)
        return len(rows)

    def change(self, session: Session, key: str, say: Callable[[str], Reply]) -> None:
        """Have a piece of news say something else wherever it stands, in the language in which it does."""
        for message in self._list(session, key):
            for name, value in _columns(say(message.content["language"])).items():
                setattr(message, name, value)
            message.changed_at = self.now()

    def take_back(self, session: Session, key: str, say: Callable[[str], str]) -> None:
        """Leave nothing of a piece of news wherever it stands, but that it was taken back."""
        for message in self._list(session, key):
            language = message.content["language"]
            message.text, message.content = say(language), {"language": language}
            message.changed_at = self.now()

    def _list(self, session: Session, key: str) -> Sequence[Message]:
        begun = Message.external_id.startswith(f"{KEY}{key}:", autoescape=True)
        return session.scalars(select(Message).where(begun)).all()

    def _conversations(
        self, session: Session, contact_points: Sequence[int]
    ) -> Mapping[int, tuple[str, str]]:
        """Contact point -> its latest conversation with the channel."""
        rows = session.execute(
            select(ContactPoint.id, Conversation.id, Conversation.channel)
            .join(
                Conversation,
                (Conversation.person_id == ContactPoint.person_id)
                & (Conversation.channel == ContactPoint.channel),
            )
            .where(
                ContactPoint.id.in_(contact_points),
                ContactPoint.channel.in_(self.channels),
                ContactPoint.stopped_at.is_(None),
                ContactPoint.unreachable_since.is_(None),
                Conversation.last_active_at > self.now() - _LOST_AFTER,
            )
            .order_by(Conversation.created_at)
        )
        return {point: (conversation, channel) for point, conversation, channel in rows}


def news_of(message: Message) -> Reply | None:
    """The post that a message is, with its marks; None for any other, and for news that was taken back."""
    markdown = message.content.get("markdown")
    if markdown is None:
        return None
    picture = message.content.get("picture")
    return Reply(
        markdown,
        language=message.content["language"],
        is_markdown=True,
        picture=Picture.from_json(picture) if picture else None,
        note=message.content.get("note"),
    )


def is_news(message: Message) -> bool:
    """Whether it is news, also such as was taken back."""
    return message.external_id.startswith(KEY)


def _columns(reply: Reply) -> Mapping[str, Any]:
    """The words without marks, for whatever shows only words; and all of it."""
    plain = to_plain(reply.text)
    return {
        "text": f"{reply.note}\n\n{plain}" if reply.note else plain,
        "content": {
            "buttons": [button.as_json() for button in reply.buttons],
            "language": reply.language,
            "markdown": reply.text,
            "note": reply.note,
            "picture": reply.picture.to_json() if reply.picture else None,
        },
    }
