"""Wires partners' feeds: fetching, judging, the worklist, and their jobs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from importlib.metadata import version

from bot.app.posts import create_post_texts, create_posts
from bot.console.feeds import ConsoleFeeds
from bot.db.session import Database
from bot.domain.feed_sources import FoundFeed, SourceContent
from bot.domain.feeds import FeedProblem
from bot.domain.phrases import Phrases
from bot.domain.posts import Topic
from bot.errors import FeedError
from bot.gateways.feed_discovery import find_feeds
from bot.gateways.feed_fetching import MOST_BYTES, FeedFetcher
from bot.gateways.feed_reading import FeedReader
from bot.gateways.opml import read_opml, write_opml
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.gateways.place_pack import PlacePack
from bot.jobs.feeds import FeedJobs
from bot.services.audit import AuditService
from bot.services.feed_fetches import FeedFetchService
from bot.services.feed_intake import FeedIntakeService
from bot.services.feed_items import FeedItemService
from bot.services.feed_judgement import FeedJudgement, KnowsNoTopic
from bot.services.feed_pictures import FeedPictureService
from bot.services.feed_publishing import FeedPublishingService
from bot.services.feed_rules import FeedRuleService
from bot.services.feed_sources import FeedSourceService, PackSource
from bot.services.feed_topics import Embeds, FeedTopics
from bot.settings import Settings

_LONGEST_EXAMPLE = 500


@dataclass(frozen=True, slots=True)
class Feeds:
    """What the console shows, and the jobs."""

    console: ConsoleFeeds
    jobs: FeedJobs


def create_feeds(
    settings: Settings, pack: PlacePack, phrases: Phrases, database: Database, embed: Embeds | None = None
) -> Feeds:
    """Everything about partners' feeds; without `embed` topics are the sources' own."""
    audit = AuditService()
    fetcher = create_fetcher(settings)
    topics = FeedTopics(embed, _examples(pack)) if embed is not None else KnowsNoTopic()
    judgement = FeedJudgement(pack.index, topics, pack.areas.names)
    items = FeedItemService(create_posts(settings, database, create_post_texts(settings, phrases)), audit)
    pictures = FeedPictureService(
        database,
        fetcher,
        lambda content: clean_photo(content, MOST_BYTES),
        PhotoFolder(settings.home_folder / "feed_pictures"),
    )
    publishing, reader = FeedPublishingService(items, judgement), FeedReader()
    fetches = FeedFetchService(
        database, fetcher, reader.read, FeedIntakeService(judgement), publishing.publish
    )
    sources = FeedSourceService(audit)
    console = ConsoleFeeds(
        sources,
        items,
        FeedRuleService(audit),
        pictures,
        lambda address: asyncio.run(_look(settings, reader, address)),
        read_opml,
        write_opml,
    )
    return Feeds(console, FeedJobs(database, sources, pack_sources(pack), fetches, pictures))


def create_fetcher(settings: Settings) -> FeedFetcher:
    """What asks websites; it keeps no connection open, so that there is nothing to close."""
    contact = f"; {settings.feeds_contact}" if settings.feeds_contact else ""
    return FeedFetcher(
        f"Local-Focus/{version('local-focus')} (+{settings.hub_address}{contact})", settings.feeds_private
    )


def pack_sources(pack: PlacePack) -> list[PackSource]:
    """The place pack's feeds; who has not been seen to answer begins switched off."""
    return [
        PackSource(
            feed.id,
            SourceContent(feed.title, feed.url, feed.agency, feed.topic, frozenset(feed.areas)),
            feed.date_checked if feed.checked else None,
        )
        for feed in pack.feeds
    ]


async def _look(settings: Settings, reader: FeedReader, address: str) -> list[FoundFeed]:
    # A loop of its own, for a page of the console is made in a thread.
    async with create_fetcher(settings) as fetcher:
        answer = await fetcher.fetch(address)
    content = answer.content or b""
    try:
        feed = reader.read(content, answer.url, answer.content_type)
    except FeedError as error:
        named = find_feeds(content, answer.url) if error.problem == FeedProblem.WEB_PAGE else []
        if not named:
            raise
        return [FoundFeed(one.url, one.title) for one in named]
    return [FoundFeed(answer.moved_to or address, feed.title, is_read=True)]


def _examples(pack: PlacePack) -> list[tuple[Topic, str]]:
    return [
        (content.topic, f"{content.words.title}. {content.words.body[:_LONGEST_EXAMPLE]}")
        for _, content in pack.posts
    ]
