"""Linked chats: makes one-time codes, and links the groups and channels where the hub may post."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import LinkCode, LinkedChat, Post
from bot.domain.references import ALPHABET
from bot.domain.subscriptions import Reach

CODE_LIFETIME = timedelta(hours=1)
EVERYTHING = Reach()
_CODE_LENGTH = 10
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class LinkedChatService:
    """The only writer of linked chats and their codes."""

    now: Callable[[], datetime] = utc_now

    def make_code(self, session: Session, reach: Reach = EVERYTHING) -> str:
        """A new code: links one chat, within an hour; it can't be read from the database again."""
        session.execute(delete(LinkCode).where(LinkCode.expires_at < self.now()))
        code = "".join(secrets.choice(ALPHABET) for _ in range(_CODE_LENGTH))
        until = self.now() + CODE_LIFETIME
        session.add(LinkCode(digest=_digest(code), expires_at=until, **_columns(reach)))
        session.flush()
        return code

    def link(self, session: Session, channel: str, address: str, title: str, code: str) -> bool:
        """Use up a code and link the chat; False for a code that is wrong, used, or too old."""
        used = session.execute(
            delete(LinkCode)
            .where(LinkCode.digest == _digest(code), LinkCode.expires_at >= self.now())
            .returning(LinkCode.areas, LinkCode.topics)
        ).first()
        if used is None:
            return False
        linked = self._find(session, channel, address)
        if linked is None:
            linked = LinkedChat(channel=channel, address=address)
            session.add(linked)
        linked.title = title[:_LONGEST_TITLE]
        linked.areas, linked.topics = used.areas, used.topics
        session.flush()
        return True

    def reach(self, chat: LinkedChat, reach: Reach) -> None:
        """Set which posts go there."""
        for name, value in _columns(reach).items():
            setattr(chat, name, value)

    def list_for(self, session: Session, post: Post, channels: Collection[str]) -> list[LinkedChat]:
        """The chats of some channels that a post is for."""
        chats = session.scalars(select(LinkedChat).where(LinkedChat.channel.in_(channels)))
        return [
            chat for chat in chats if reach_of(chat).takes(post.topic, post.areas, is_urgent=post.is_urgent)
        ]

    def unlink(self, session: Session, channel: str, address: str) -> bool:
        """Post there no more; whether it was linked."""
        gone = session.scalar(
            delete(LinkedChat)
            .where(LinkedChat.channel == channel, LinkedChat.address == address)
            .returning(LinkedChat.id)
        )
        return gone is not None

    def follow(self, session: Session, channel: str, old_address: str, new_address: str) -> None:
        """A group has another address now."""
        if self._find(session, channel, new_address) is None:
            session.execute(
                update(LinkedChat)
                .where(LinkedChat.channel == channel, LinkedChat.address == old_address)
                .values(address=new_address)
            )

    def list_linked(self, session: Session, channel: str) -> Sequence[LinkedChat]:
        """All of a channel, oldest first."""
        query = select(LinkedChat).where(LinkedChat.channel == channel).order_by(LinkedChat.id)
        return session.scalars(query).all()

    def _find(self, session: Session, channel: str, address: str) -> LinkedChat | None:
        return session.scalar(
            select(LinkedChat).where(LinkedChat.channel == channel, LinkedChat.address == address)
        )


def reach_of(chat: LinkedChat) -> Reach:
    """Which posts go to a chat."""
    return Reach(frozenset(chat.topics), frozenset(chat.areas))


def _columns(reach: Reach) -> dict[str, list[str]]:
    return {"areas": sorted(reach.areas), "topics": sorted(reach.topics)}


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
