"""Broadcasts: puts one message for many people into the outbox, and leaves out who wants or gets nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import batched

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import ContactPoint, LinkedChat, OutgoingMessage
from bot.domain.outgoing import Outgoing, Priority
from bot.domain.replies import Reply
from bot.services.chat_news import ChatNewsService
from bot.services.outbox import OutboxService

LONGEST_KEY = 100
"""Characters; with the contact point's number it has to fit the outbox's key."""
_AT_A_TIME = 1000
"""Databases take only so many values in one statement."""


@dataclass(frozen=True, slots=True)
class BroadcastService:
    """The one way to write to many people who didn't write first."""

    outbox: OutboxService
    channels: Collection[str]
    """Those that can be pushed to."""
    chats: ChatNewsService = field(default_factory=ChatNewsService)
    """Reaches whoever has a chat that shows by itself what was said; all others get nothing."""

    @property
    def reached(self) -> frozenset[str]:
        """The channels on which people can be reached."""
        return frozenset(self.channels) | frozenset(self.chats.channels)

    def put(self, session: Session, key: str, reply: Reply, contact_points: Iterable[int]) -> int:
        """Have a reply sent to contact points, by their ids, once the unit is committed; how many get it.

        `key` says which broadcast it is: whoever is in it already gets it no second time, so that the same
        call again, or one with more contact points, is safe. Left out are those who asked to be left alone
        (`stopped_at`) and those whom the channel can't reach (`unreachable_since`); the outbox looks again
        when it is each one's turn. Raises ValueError for a key that is too long, and
        sqlalchemy.exc.IntegrityError when another hub is putting the same broadcast at the same moment.
        """
        if not 0 < len(key) <= LONGEST_KEY:
            raise ValueError(f"a broadcast's key has 1 to {LONGEST_KEY} characters")
        put = 0
        for ids in batched(dict.fromkeys(contact_points), _AT_A_TIME):
            messages = self._messages(session, key, reply, ids)
            self.outbox.put(session, [(message, None) for message in messages], Priority.BROADCAST)
            put += len(messages) + self.chats.put(session, key, reply, ids)
        return put

    def put_to_chats(self, session: Session, key: str, reply: Reply, chats: Iterable[LinkedChat]) -> int:
        """The same for linked groups and channels."""
        keys = {f"broadcast:{key}:chat{chat.id}": chat for chat in chats if chat.channel in self.channels}
        already = self._list_put(session, keys)
        messages = [
            (Outgoing(one, chat.channel, chat.address, reply), None)
            for one, chat in keys.items()
            if one not in already
        ]
        self.outbox.put(session, messages, Priority.BROADCAST)
        return len(messages)

    def _list_put(self, session: Session, keys: Iterable[str]) -> set[str]:
        return set(session.scalars(select(OutgoingMessage.key).where(OutgoingMessage.key.in_(list(keys)))))

    def _messages(self, session: Session, key: str, reply: Reply, ids: Collection[int]) -> list[Outgoing]:
        keys = {f"broadcast:{key}:{point}": point for point in ids}
        already = self._list_put(session, keys)
        reached = session.execute(
            select(ContactPoint.id, ContactPoint.channel, ContactPoint.address).where(
                ContactPoint.id.in_(ids),
                ContactPoint.channel.in_(self.channels),
                ContactPoint.stopped_at.is_(None),
                ContactPoint.unreachable_since.is_(None),
            )
        )
        addresses = {row.id: (row.channel, row.address) for row in reached}
        return [
            Outgoing(one, *addresses[point], reply)
            for one, point in keys.items()
            if one not in already and point in addresses
        ]
