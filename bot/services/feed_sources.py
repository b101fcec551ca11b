"""Feeds of partners: added, changed and switched by staff; the place pack's taken in once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import FeedSource
from bot.domain.feed_sources import SourceContent, check_source
from bot.domain.posts import Topic
from bot.domain.staff import Actor
from bot.errors import FeedSourceError, NotFoundError
from bot.services.audit import AuditService

PACK = Actor("place pack")


@dataclass(frozen=True, slots=True)
class PackSource:
    """A feed as the place pack has it."""

    key: str
    content: SourceContent
    checked_on: date | None
    """None when nobody saw it answer: then it begins switched off."""

    @property
    def digest(self) -> str:
        """The same for the same feed."""
        told = {**self.content.to_json(), "checked_on": str(self.checked_on)}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FeedSourceService:
    """The only writer of what staff say of sources; how they go is written by what fetches them."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def list_sources(self, session: Session) -> Sequence[FeedSource]:
        """All, by name; those that are broken first, then those that are on."""
        return session.scalars(
            select(FeedSource).order_by(
                FeedSource.is_on.desc(), FeedSource.broken_since.is_(None), FeedSource.title, FeedSource.id
            )
        ).all()

    def get(self, session: Session, source_id: int) -> FeedSource:
        """One; raises NotFoundError."""
        source = session.get(FeedSource, source_id)
        if source is None:
            raise NotFoundError("no such feed")
        return source

    def add(
        self,
        session: Session,
        actor: Actor,
        content: SourceContent,
        checked_on: date | None,
        is_on: bool = True,
    ) -> FeedSource:
        """One more, fetched at the next round; raises FeedSourceError."""
        self._check(session, content, None)
        source = FeedSource(checked_on=checked_on, is_on=is_on, next_fetch_at=self.now(), **_columns(content))
        session.add(source)
        session.flush()
        self.audit.record(session, actor, "feed.add", _subject(source), after=content.to_json())
        return source

    def change(self, session: Session, actor: Actor, source: FeedSource, content: SourceContent) -> None:
        """Change what was said of it; another address is read anew. Raises FeedSourceError."""
        self._check(session, content, source)
        before = content_of(source)
        if before == content:
            return
        if before.url != content.url:
            source.etag = source.last_modified = source.content_digest = ""
            source.checked_on = None
            self._begin(source)
        for name, value in _columns(content).items():
            setattr(source, name, value)
        source.is_edited = True
        self.audit.record(
            session, actor, "feed.change", _subject(source), before=before.to_json(), after=content.to_json()
        )

    def switch(self, session: Session, actor: Actor, source: FeedSource, is_on: bool) -> None:
        """Fetch it from now on, or no more."""
        if source.is_on == is_on:
            return
        source.is_on, source.is_edited = is_on, True
        if is_on:
            self._begin(source)
        self.audit.record(
            session,
            actor,
            "feed.switch",
            _subject(source),
            before={"is_on": not is_on},
            after={"is_on": is_on},
        )

    def fetch_soon(self, source: FeedSource) -> None:
        """Let the next round fetch it."""
        source.next_fetch_at = self.now()

    def take_in_pack(self, session: Session, feeds: Iterable[PackSource]) -> int:
        """Take in the place pack's feeds by their keys; how many are new or were changed.

        One that staff changed is left as it is.
        """
        known = {
            row.pack_key: row
            for row in session.scalars(select(FeedSource).where(FeedSource.pack_key.is_not(None)))
        }
        taken = set(session.scalars(select(FeedSource.url)))
        count = 0
        for feed in feeds:
            source = known.get(feed.key)
            is_settled = source is not None and (source.is_edited or source.pack_digest == feed.digest)
            is_elsewhere = feed.content.url in taken and (source is None or source.url != feed.content.url)
            if is_settled or is_elsewhere:
                continue
            is_on = feed.checked_on is not None
            if source is None:
                source = self.add(session, PACK, feed.content, feed.checked_on, is_on)
                source.pack_key = feed.key
            else:
                self.change(session, PACK, source, feed.content)
                source.checked_on, source.is_on, source.is_edited = feed.checked_on, is_on, False
            source.pack_digest = feed.digest
            count += 1
        return count

    def _begin(self, source: FeedSource) -> None:
        source.failures, source.problem, source.broken_since = 0, "", None
        source.next_fetch_at = self.now()

    def _check(self, session: Session, content: SourceContent, source: FeedSource | None) -> None:
        check_source(content)
        other = session.scalar(select(FeedSource).where(FeedSource.url == content.url))
        if other is not None and other is not source:
            raise FeedSourceError(f"this feed is there already: {other.title}")


def content_of(source: FeedSource) -> SourceContent:
    """What was said of it."""
    return SourceContent(
        title=source.title,
        url=source.url,
        agency_id=source.agency_id,
        topic=Topic(source.topic) if source.topic else None,
        areas=frozenset(source.areas),
        is_trusted=source.is_trusted,
        daily_cap=source.daily_cap,
    )


def _columns(content: SourceContent) -> dict[str, Any]:
    return {**content.to_json(), "topic": content.topic}


def _subject(source: FeedSource) -> tuple[str, str]:
    return "feed", str(source.id)
