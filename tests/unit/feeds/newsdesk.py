"""The services of feeds on a real database, asking a real server, with a clock to turn."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.db.models import FeedItem, FeedSighting, FeedSource
from bot.db.session import Database
from bot.domain.feed_items import ItemState
from bot.domain.feed_rules import RuleKind
from bot.domain.feed_sources import SourceContent
from bot.domain.posts import Topic
from bot.domain.staff import Actor
from bot.gateways.feed_fetching import FeedFetcher
from bot.gateways.feed_parsing import parse_feed
from bot.services.audit import AuditService
from bot.services.feed_fetches import FeedFetchService
from bot.services.feed_intake import FeedIntakeService
from bot.services.feed_items import FeedItemService
from bot.services.feed_judgement import FeedJudgement
from bot.services.feed_publishing import FeedPublishingService
from bot.services.feed_rules import FeedRuleService
from bot.services.feed_sources import FeedSourceService
from bot.services.post_texts import PostTexts
from bot.services.posts import PostService
from bot.services.sent_posts import SentPostService
from tests.fakes.feed_server import FeedServer, Page
from tests.fakes.reports import phrases, westshire
from tests.unit.queues.conftest import Clock

OFFICER = Actor("officer@hub.example", 1)
TEXT = "Three sheds were broken into on Sunday night, and a red mower was taken from one of them."


@dataclass(slots=True)
class Newsdesk:
    """One hub, and shortcuts through its services."""

    database: Database
    server: FeedServer
    clock: Clock
    prefix: str

    @property
    def judgement(self) -> FeedJudgement:
        pack = westshire()
        return FeedJudgement(pack.index, area_names=pack.areas.names)

    @property
    def items(self) -> FeedItemService:
        sent = SentPostService(self.database, PostTexts(phrases(), "https://hub.example"), self.clock)
        return FeedItemService(PostService(AuditService(), sent, now=self.clock), AuditService(), self.clock)

    def fetches(self, fetcher: FeedFetcher) -> FeedFetchService:
        publishing = FeedPublishingService(self.items, self.judgement, self.clock)
        return FeedFetchService(
            self.database,
            fetcher,
            parse_feed,
            FeedIntakeService(self.judgement, self.clock),
            publishing.publish,
            self.clock,
            chance=lambda: 0.0,
        )

    def source(self, name: str = "police", **given: object) -> int:
        """Add a feed; its number."""
        content = SourceContent(name.title(), self.url(name), **given)  # type: ignore[arg-type]
        with self.database.unit_of_work() as session:
            return FeedSourceService(AuditService(), self.clock).add(session, OFFICER, content, None).id

    def url(self, name: str) -> str:
        return f"{self.server.address}/{self.prefix}/{name}"

    def says(self, content: bytes | str, name: str = "police", **page: object) -> None:
        """Put a feed there."""
        body = content.encode() if isinstance(content, str) else content
        self.server.put(f"/{self.prefix}/{name}", Page(body, **page))  # type: ignore[arg-type]

    def fetch(self) -> int:
        """One round; how many feeds were asked for."""

        async def run() -> int:
            async with FeedFetcher("test", allows_private=True) as fetcher:
                return await self.fetches(fetcher).fetch_due()

        return asyncio.run(run())

    def later(self, **by: float) -> int:
        """One round after some time, by default after every wait."""
        self.clock.turn(**(by or {"hours": 25}))
        return self.fetch()

    def rule(self, kind: RuleKind, text: str, source_id: int | None = None) -> None:
        with self.database.unit_of_work() as session:
            FeedRuleService(AuditService()).add(session, OFFICER, kind, text, source_id)

    def found(self) -> list[FeedItem]:
        with self.database.unit_of_work() as session:
            return list(session.scalars(select(FeedItem).order_by(FeedItem.id)))

    def titles(self, state: ItemState | None = None) -> list[str]:
        return [item.title for item in self.found() if state is None or item.state == state]

    def sightings(self) -> int:
        with self.database.unit_of_work() as session:
            return len(session.scalars(select(FeedSighting)).all())

    def state(self, source_id: int) -> FeedSource:
        with self.database.unit_of_work() as session:
            return session.get_one(FeedSource, source_id)


def rss(*items: str) -> str:
    """A feed of items, the newest first."""
    return f"<rss version='2.0'><channel><title>N</title>{''.join(items)}</channel></rss>"


def item(
    title: str = "Sheds broken into in Mill Lane",
    guid: str = "1",
    link: str = "https://police.example/1",
    text: str = TEXT,
    date: str = "Mon, 23 Nov 2026 08:00:00 GMT",
) -> str:
    """One entry."""
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    told = f"<title>{title}</title><link>{link}</link><description>{text}</description>"
    return f"<item>{told}{named}{dated}</item>"


def topics(items: Sequence[FeedItem]) -> list[Topic | None]:
    return [one.topic for one in items]
