"""What the public feed shows: posts that went out on the web, the newest first, by topic and area."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import OccurrenceState, Post, PostOccurrence
from bot.domain.danger_languages import ENGLISH
from bot.domain.posts import WEB, PostState, Topic
from bot.domain.schedules import LOCAL_TIME
from bot.services.post_markup import to_html, to_plain
from bot.services.post_texts import PostTexts, picture_path

SHOWN_FOR = timedelta(days=120)
MOST_ENTRIES = 60
_SHOWN = (PostState.APPROVED, PostState.SCHEDULED, PostState.SENT)
"""Posts that are being written again are not there until they are approved."""


@dataclass(frozen=True, slots=True)
class FeedPicture:
    """The picture of an entry."""

    path: str
    """On our own pages."""
    address: str
    """The whole of it."""
    alt: str
    width: int
    height: int
    size: int
    """Bytes of JPEG."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One post as readers see it."""

    id: int
    """Of the time at which it went out; the same for ever."""
    title: str
    html: str
    """Cleaned."""
    summary: str
    link: str
    """Where it leads; empty when it leads nowhere."""
    topic: Topic
    areas: frozenset[str]
    published_at: datetime
    updated_at: datetime
    picture: FeedPicture | None = None
    language: str = ENGLISH
    """Of its words (ISO 639-1)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What was asked for, and from when it is."""

    entries: tuple[FeedEntry, ...]
    updated_at: datetime
    """When anything in it changed last; what was taken back changes it too."""

    @property
    def fingerprint(self) -> str:
        """The same for the same entries, for the ETag."""
        parts = [
            f"{entry.id}:{entry.updated_at.isoformat()}:{entry.title}:{entry.html}:{entry.link}:{entry.picture}"
            for entry in self.entries
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class FeedService:
    """Reads posts; writes nothing."""

    texts: PostTexts
    now: Callable[[], datetime] = utc_now

    def read(
        self,
        session: Session,
        topic: Topic | None = None,
        area: str | None = None,
        language: str = ENGLISH,
    ) -> Feed:
        """The feed for a topic and a hub area, or for all of them; in a language where there is a version."""
        rows = session.execute(
            select(PostOccurrence, Post)
            .join(Post, Post.id == PostOccurrence.post_id)
            .where(
                PostOccurrence.state == OccurrenceState.SENT,
                PostOccurrence.happened_at > self.now() - SHOWN_FOR,
                Post.state.in_(_SHOWN),
            )
            .order_by(PostOccurrence.happened_at.desc(), PostOccurrence.id.desc())
        )
        entries = self._entries([(one, post) for one, post in rows], topic, area, language)
        last_change = session.scalar(select(func.max(Post.changed_at)).where(Post.state.not_in(_SHOWN)))
        moments = [entry.updated_at for entry in entries] + ([last_change] if last_change else [])
        return Feed(tuple(entries), max(moments, default=datetime.fromtimestamp(0, LOCAL_TIME)))

    def _entries(
        self,
        rows: Sequence[tuple[PostOccurrence, Post]],
        topic: Topic | None,
        area: str | None,
        language: str,
    ) -> list[FeedEntry]:
        today = self.now().astimezone(LOCAL_TIME).date()
        shown: dict[int, FeedEntry] = {}
        for occurrence, post in rows:
            is_wanted = (topic is None or post.topic == topic) and (
                area is None or not post.areas or area in post.areas
            )
            is_current = post.expires_on is None or post.expires_on >= today
            # One that comes again and again is shown once, as of its latest time.
            if is_wanted and is_current and WEB in post.channels and post.id not in shown:
                shown[post.id] = self._entry(occurrence, post, language)
        return list(shown.values())[:MOST_ENTRIES]

    def _entry(self, occurrence: PostOccurrence, post: Post, language: str) -> FeedEntry:
        words = self.texts.words(post, language)
        return FeedEntry(
            id=occurrence.id,
            title=words.title,
            html=to_html(words.body),
            summary=to_plain(words.body).split("\n\n")[0],
            link=self.texts.link(post),
            topic=Topic(post.topic),
            areas=frozenset(post.areas),
            published_at=occurrence.happened_at,
            updated_at=max(occurrence.happened_at, post.changed_at),
            picture=self._picture(post, words.alt),
            language=language if self.texts.has_words(post, language) else ENGLISH,
        )

    def _picture(self, post: Post, alt: str) -> FeedPicture | None:
        kept = post.picture
        if kept is None:
            return None
        path, address = picture_path(kept.file_name), self.texts.picture_address(kept.file_name)
        return FeedPicture(path, address, alt, kept.width, kept.height, kept.size)
