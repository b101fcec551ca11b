"""Posts that went out: their messages are changed where they are, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import OutgoingMessage, OutgoingState, Post, SentChange
from bot.db.session import Database
from bot.domain.danger_languages import ENGLISH
from bot.domain.outgoing import Outgoing
from bot.domain.replies import Reply
from bot.services.back_off import pause_after
from bot.services.broadcasts import LONGEST_KEY
from bot.services.chat_news import ChatNewsService
from bot.services.post_texts import PostTexts

MOST_TRIES = 8
DIGEST = "h"
"""With what every digest's key begins."""
CHANGED_FOR = timedelta(days=30)
"""What was sent earlier is left as it is: nobody scrolls back so far."""
_LEASE = timedelta(minutes=2)


def digest_key(occurrences: Collection[int]) -> str:
    """Which digest it is, by what it holds, the latest first; what is too much for a key isn't in it.

    Nobody gets a second digest of the same; the numbers of held posts would be given again.
    """
    key = DIGEST + str(max(occurrences))
    for one in sorted(occurrences, reverse=True)[1:]:
        if len(key) + len(longer := f".{one}") > LONGEST_KEY:
            break
        key += longer
    return key


def occurrences_of(key: str) -> list[int]:
    """What the digest of that key holds; empty for the key of something else."""
    numbers = key.removeprefix(DIGEST).split(".")
    return (
        [int(one) for one in numbers] if key.startswith(DIGEST) and all(map(str.isdecimal, numbers)) else []
    )


@dataclass(frozen=True, slots=True)
class WantedChange:
    """One delivered message that is ours to change."""

    id: int
    outgoing: Outgoing
    """As the post would be put today."""
    before: Reply
    """As it was delivered."""
    external_id: str
    is_removal: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class SentPostService:
    """The only writer of changes to sent posts."""

    database: Database
    texts: PostTexts
    chats: ChatNewsService = field(default_factory=ChatNewsService)
    now: Callable[[], datetime] = utc_now

    def change_sent(self, session: Session, post: Post) -> None:
        """Have every message of the post say what it says now: those on their way, and those delivered."""
        for row in self._messages(session, post, OutgoingState.WAITING):
            row.content = self._again(post, row).to_json()
        self._want(session, post, is_removal=False)
        for key in self._keys(post):
            self.chats.change(session, key, lambda language: self.texts.message(post, language))

    def take_back(self, session: Session, post: Post) -> None:
        """Let nothing more of the post go out, and have what was delivered deleted."""
        for row in self._messages(session, post, OutgoingState.WAITING):
            row.state, row.content = OutgoingState.LEFT_OUT, {}
        self._want(session, post, is_removal=True)
        for key in self._keys(post):
            self.chats.take_back(session, key, self.texts.taken_back)

    def claim(self, limit: int) -> list[WantedChange]:
        """Changes that are due; each is due again later, unless it is done by then."""
        now = self.now()
        with self.database.unit_of_work() as session:
            query = (
                select(SentChange)
                .where(SentChange.due_at <= now)
                .order_by(SentChange.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            claimed = []
            for change in session.scalars(query):
                change.due_at, change.attempts = now + _LEASE, change.attempts + 1
                claimed.append(self._wanted(session, change))
            return claimed

    def done(self, change: WantedChange, external_id: str | None = None) -> None:
        """It was changed, and what the channel calls it now; None: it was taken back, or never will be."""
        with self.database.unit_of_work() as session:
            session.execute(delete(SentChange).where(SentChange.id == change.id))
            if external_id is not None:
                session.execute(
                    update(OutgoingMessage)
                    .where(OutgoingMessage.key == change.outgoing.key)
                    .values(external_id=external_id, content=change.outgoing.reply.to_json())
                )

    def failed(self, change: WantedChange, retry_after: float | None) -> None:
        """Try again later."""
        due = self.now() + pause_after(change.attempts, retry_after)
        with self.database.unit_of_work() as session:
            session.execute(update(SentChange).where(SentChange.id == change.id).values(due_at=due))

    def _wanted(self, session: Session, change: SentChange) -> WantedChange:
        row = session.get_one(OutgoingMessage, change.outgoing_id)
        reply = self._again(session.get_one(Post, change.post_id), row)
        return WantedChange(
            change.id,
            Outgoing(row.key, row.channel, row.address, reply),
            Reply.from_json(row.content),
            row.external_id or "",
            change.is_removal,
            change.attempts,
        )

    def _again(self, post: Post, row: OutgoingMessage) -> Reply:
        """The message as the post would be put today, in the language in which it was."""
        language = row.content.get("language") or ENGLISH
        return self.texts.message(post, language, can_stop=bool(row.content.get("buttons")))

    def _want(self, session: Session, post: Post, *, is_removal: bool) -> None:
        wanted = {
            change.outgoing_id: change
            for change in session.scalars(select(SentChange).where(SentChange.post_id == post.id))
        }
        for row in self._messages(session, post, OutgoingState.SENT, OutgoingState.CLAIMED):
            change = wanted.get(row.id)
            if change is None:
                session.add(SentChange(outgoing_id=row.id, post_id=post.id, is_removal=is_removal))
            else:
                change.is_removal, change.attempts, change.due_at = is_removal, 0, self.now()

    def _messages(self, session: Session, post: Post, *states: OutgoingState) -> Sequence[OutgoingMessage]:
        keys: list[ColumnElement[bool]] = [
            OutgoingMessage.key.startswith(f"broadcast:{key}:", autoescape=True) for key in self._keys(post)
        ]
        if not keys:
            return []
        query = select(OutgoingMessage).where(or_(*keys), OutgoingMessage.state.in_(states))
        return session.scalars(query).all()

    def _keys(self, post: Post) -> list[str]:
        """The broadcasts that its latest occurrences are."""
        since = self.now() - CHANGED_FOR
        return [occurrence_key(one.id) for one in post.occurrences if one.happened_at > since]


def occurrence_key(occurrence_id: int) -> str:
    """The broadcast that an occurrence of a post is."""
    return f"p{occurrence_id}"
