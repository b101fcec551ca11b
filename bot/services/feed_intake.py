"""Takes the entries of a feed in: each story once, whatever it is called, and none marked as seen unseen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from bot.db.base import utc_now
from bot.db.models import FeedItem, FeedItemKey, FeedSighting, FeedSource
from bot.domain.feed_items import FRESH, Guess, ItemState
from bot.domain.feed_rules import FeedRule
from bot.domain.feeds import SourceEntry, SourceFeed
from bot.services.feed_candidates import Candidates
from bot.services.feed_cleaning import CleanEntry, clean_entry
from bot.services.feed_entry_names import NamedEntry, is_other_story, name_entries
from bot.services.feed_sameness import WITHIN, Story

_A_DAY = timedelta(days=1)


class JudgesNews(Protocol):
    """Says what news are about, and what the rules make of them."""

    def judge(
        self, entry: CleanEntry, source: FeedSource, rules: Sequence[FeedRule]
    ) -> tuple[ItemState, Guess]:
        """State to begin with, and the guess with its reasons."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came of one reading."""

    new: Sequence[FeedItem]
    changed: int
    """Known ones that say something else by now."""


@dataclass(frozen=True, slots=True)
class FeedIntakeService:
    """The only maker of items; all of a feed in one unit of work, so that what is cut short is read again."""

    judge: JudgesNews
    now: Callable[[], datetime] = utc_now

    def take_in(
        self, session: Session, source: FeedSource, feed: SourceFeed, rules: Sequence[FeedRule]
    ) -> Intake:
        """Keep what is new, oldest first, and change what was changed; all of it, so that nothing is lost."""
        named = name_entries(feed.entries)
        known = self._known(session, source, named)
        fresh: list[tuple[str, NamedEntry]] = []
        changed = 0
        for one in named:
            key, sighting = _recognise(one, known)
            if sighting is None:
                fresh.append((key, one))
            else:
                changed += self._see(sighting, one, source)
        return Intake(self._add(session, source, fresh, rules) if fresh else [], changed)

    def _known(
        self, session: Session, source: FeedSource, named: Sequence[NamedEntry]
    ) -> dict[str, FeedSighting]:
        if source.last_worked_at is None:
            return {}
        keys = {key for one in named for key in (one.key, one.other_key)}
        rows = session.scalars(
            select(FeedSighting)
            .where(FeedSighting.source_id == source.id, FeedSighting.entry_key.in_(keys))
            .options(joinedload(FeedSighting.item))
        )
        return {row.entry_key: row for row in rows}

    def _see(self, sighting: FeedSighting, one: NamedEntry, source: FeedSource) -> bool:
        """Note that it still stands there; whether it says something else by now."""
        item = sighting.item
        if self.now() - sighting.seen_at > _A_DAY:
            sighting.seen_at = item.last_seen_at = self.now()
        if sighting.digest == one.digest:
            return False
        sighting.digest, sighting.link = one.digest, one.entry.link
        if item.source_id != source.id:
            # It came from another feed; what this one makes of it changes nothing.
            return False
        if item.state == ItemState.TAKEN:
            item.is_changed = True
            return True
        clean = clean_entry(one.entry)
        item.title, item.html, item.link = clean.title, clean.html, clean.link or item.link
        return True

    def _add(
        self,
        session: Session,
        source: FeedSource,
        fresh: Sequence[tuple[str, NamedEntry]],
        rules: Sequence[FeedRule],
    ) -> list[FeedItem]:
        cleaned = [clean_entry(one.entry) for _, one in fresh]
        stories = [
            Story(clean.title, clean.text, clean.link, source.id, self._moment(one.entry), self.now())
            for clean, (_, one) in zip(cleaned, fresh, strict=True)
        ]
        keys = [set(story.keys()) for story in stories]
        candidates = Candidates(session, set().union(*keys), self.now() - WITHIN)
        items: list[FeedItem] = []
        own_keys: list[set[int]] = []
        stands_for: list[FeedItem] = []
        for clean, story, some in zip(cleaned, stories, keys, strict=True):
            item = candidates.find(story, some)
            if item is None:
                item = self._item(source, clean, story.published_at, rules)
                items.append(item)
                own_keys.append(some)
                candidates.add(item, story, some)
            item.last_seen_at = self.now()
            stands_for.append(item)
        session.add_all(items)
        session.flush()
        rows = [
            {"key": key, "item_id": i.id} for i, some in zip(items, own_keys, strict=True) for key in some
        ]
        if rows:
            session.execute(insert(FeedItemKey), rows)
        self._note(session, source, fresh, stands_for)
        return items

    def _note(
        self,
        session: Session,
        source: FeedSource,
        fresh: Sequence[tuple[str, NamedEntry]],
        stands_for: Sequence[FeedItem],
    ) -> None:
        rows = [
            {
                "item_id": item.id,
                "source_id": source.id,
                "entry_key": key,
                "digest": one.digest,
                "link": one.entry.link,
                "seen_at": self.now(),
            }
            for (key, one), item in zip(fresh, stands_for, strict=True)
        ]
        session.execute(insert(FeedSighting), rows)

    def _item(
        self, source: FeedSource, clean: CleanEntry, published: datetime | None, rules: Sequence[FeedRule]
    ) -> FeedItem:
        is_earlier = (
            source.last_worked_at is None and published is not None and self.now() - published > FRESH
        )
        state, guess = (ItemState.EARLIER, Guess()) if is_earlier else self.judge.judge(clean, source, rules)
        return FeedItem(
            source_id=source.id,
            title=clean.title,
            html=clean.html,
            link=clean.link,
            published_at=published,
            first_seen_at=self.now(),
            state=state,
            picture_url=clean.picture,
            picture_alt=clean.picture_alt,
            **guess.to_columns(),
        )

    def _moment(self, entry: SourceEntry) -> datetime | None:
        """When it came out; what lies in the future is a mistake and no date."""
        moment = entry.published_at
        return moment if moment is not None and moment <= self.now() + _A_DAY else None


def _recognise(one: NamedEntry, known: dict[str, FeedSighting]) -> tuple[str, FeedSighting | None]:
    """The name to know it by, and what is known by it."""
    sighting = known.get(one.key)
    if sighting is None or one.key == one.other_key or sighting.digest == one.digest:
        return one.key, sighting
    if is_other_story(one.entry, sighting.item.title, sighting.link):
        return one.other_key, known.get(one.other_key)
    return one.key, sighting
