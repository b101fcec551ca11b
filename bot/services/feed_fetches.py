"""Fetches the feeds that are due, each by one hub alone, and notes how it went."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Protocol

from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import FeedItem, FeedSource
from bot.db.session import Database
from bot.domain.feed_intervals import next_interval, wait_after_failure, wait_after_success
from bot.domain.feed_rules import FeedRule
from bot.domain.feeds import FeedAnswer, FeedProblem, SourceFeed
from bot.errors import FeedError
from bot.services.feed_intake import FeedIntakeService
from bot.services.feed_rules import list_rules

LEASE = timedelta(minutes=10)
"""How long a hub that took a feed has for it; if it dies, another one takes it after that."""
_AT_ONCE = 4
"""Each may be an answer that is held until it is its turn to be taken in."""
_MOST_A_ROUND = 40
#: Any number that nothing else of the hub locks by.
_INTAKE_LOCK = 0x6C665F6E657773

type ParsesFeeds = Callable[[bytes, str, str], SourceFeed]
type Publishes = Callable[[Session, FeedSource, Sequence[FeedItem], Sequence[FeedRule]], int]


class FetchesFeeds(Protocol):
    """Asks websites."""

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> FeedAnswer:
        """What is new; raises FeedError."""


@dataclass(frozen=True, slots=True)
class _Claim:
    id: int
    url: str
    etag: str
    last_modified: str
    digest: str


@dataclass(frozen=True, slots=True)
class FeedFetchService:
    """What is in a feed and how it went are one unit of work: what is cut short is fetched again."""

    database: Database
    fetcher: FetchesFeeds
    parse: ParsesFeeds
    intake: FeedIntakeService
    publish: Publishes
    now: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = field(default=lambda: random.uniform(-1, 1))  # noqa: S311 -- no secret
    _reading: Executor = field(default_factory=lambda: ThreadPoolExecutor(1), init=False)
    """Waits for the one that reads, and keeps no thread from others; meanwhile another feed is taken in."""
    _keeping: Executor = field(default_factory=lambda: ThreadPoolExecutor(1), init=False)
    """One after another: the same story may come in by two feeds. Several threads would each keep memory."""

    async def fetch_due(self, most: int = _MOST_A_ROUND) -> int:
        """Fetch what is due by now; how many feeds were asked for."""
        claims = await _run(self._keeping, self._claim, most)
        asking = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._fetch(claim, asking) for claim in claims))
        return len(claims)

    def _claim(self, most: int) -> list[_Claim]:
        """Put off what is due, unless another hub did: whoever puts it off fetches it."""
        now = self.now()
        with self.database.unit_of_work() as session:
            due = session.scalars(
                select(FeedSource)
                .where(FeedSource.is_on, FeedSource.next_fetch_at <= now)
                .order_by(FeedSource.next_fetch_at, FeedSource.id)
                .limit(most)
            ).all()
            return [_claim_of(row) for row in due if _put_off(session, row, now)]

    async def _fetch(self, claim: _Claim, asking: asyncio.Semaphore) -> None:
        async with asking:
            try:
                answer = await self.fetcher.fetch(claim.url, claim.etag, claim.last_modified)
                digest, feed = await _run(self._reading, self._read, claim, answer)
                await _run(self._keeping, self._take_in, claim, answer, digest, feed)
            except FeedError as error:
                await _run(self._keeping, self._failed, claim, error)
            except SQLAlchemyError:
                # What was read is undone, and read again.
                await _run(self._keeping, self._failed, claim, FeedError(FeedProblem.FAILED))

    def _read(self, claim: _Claim, answer: FeedAnswer) -> tuple[str, SourceFeed | None]:
        """The hash of what came, and what is new there."""
        if answer.content is None:
            return claim.digest, None
        digest = sha256(answer.content).hexdigest()
        is_new = digest != claim.digest
        return digest, self.parse(answer.content, answer.url, answer.content_type) if is_new else None

    def _take_in(self, claim: _Claim, answer: FeedAnswer, digest: str, feed: SourceFeed | None) -> None:
        with self.database.unit_of_work() as session:
            _lock_intake(session, claim.id)
            source = session.get(FeedSource, claim.id)
            if source is None or source.url != claim.url:
                return
            has_news = feed is not None and self._keep(session, source, feed)
            source.content_digest = digest
            _keep_answer(session, source, answer)
            self._worked(source, feed, answer, has_news)

    def _keep(self, session: Session, source: FeedSource, feed: SourceFeed) -> bool:
        rules = list_rules(session)
        new = self.intake.take_in(session, source, feed, rules).new
        if new:
            source.last_news_at = self.now()
            self.publish(session, source, new, rules)
        source.is_partly_read = feed.is_broken or feed.skipped > 0
        return bool(new)

    def _worked(
        self, source: FeedSource, feed: SourceFeed | None, answer: FeedAnswer, has_news: bool
    ) -> None:
        now = self.now()
        interval = next_interval(timedelta(seconds=source.interval_seconds), has_news)
        asked = timedelta(seconds=answer.fresh_seconds)
        if feed is not None and feed.wants_minutes:
            asked = max(asked, timedelta(minutes=feed.wants_minutes))
        source.interval_seconds = int(interval.total_seconds())
        source.next_fetch_at = now + wait_after_success(interval, asked, self.chance())
        source.last_worked_at, source.failures, source.problem, source.broken_since = now, 0, "", None

    def _failed(self, claim: _Claim, error: FeedError) -> None:
        now = self.now()
        with self.database.unit_of_work() as session:
            source = session.get(FeedSource, claim.id)
            if source is None or source.url != claim.url:
                return
            source.failures += 1
            source.problem = error.problem
            source.broken_since = source.broken_since or now
            retry_after = timedelta(seconds=error.retry_after) if error.retry_after else None
            interval = timedelta(seconds=source.interval_seconds)
            source.next_fetch_at = now + wait_after_failure(
                interval, source.failures, retry_after, self.chance()
            )
            source.is_on = source.is_on and not error.is_permanent


async def _run[**P, T](thread: Executor, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(thread, partial(work, *given, **named))


def _claim_of(row: FeedSource) -> _Claim:
    return _Claim(row.id, row.url, row.etag, row.last_modified, row.content_digest)


def _put_off(session: Session, row: FeedSource, now: datetime) -> bool:
    moved = session.execute(
        update(FeedSource)
        .where(FeedSource.id == row.id, FeedSource.is_on, FeedSource.next_fetch_at == row.next_fetch_at)
        .values(next_fetch_at=now + LEASE, last_fetched_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _keep_answer(session: Session, source: FeedSource, answer: FeedAnswer) -> None:
    """What to ask with next time, and where, if it moved for good."""
    if answer.content is not None:
        source.etag, source.last_modified = answer.etag, answer.last_modified
    if answer.moved_to and answer.moved_to != source.url:
        is_taken = session.scalar(select(FeedSource.id).where(FeedSource.url == answer.moved_to))
        if is_taken is None:
            source.url = answer.moved_to


def _lock_intake(session: Session, source_id: int) -> None:
    """Let one at a time take in: two feeds may hold the same story, and each has to see the other's."""
    # In a file of our own, whoever writes first has the turn.
    session.execute(
        update(FeedSource)
        .where(FeedSource.id == source_id)
        .values(last_fetched_at=FeedSource.last_fetched_at)
    )
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_INTAKE_LOCK)))
