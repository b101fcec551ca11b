"""Feeds of every shape, fetched from a real server and read: also those that are broken."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import FeedError
from bot.gateways.feed_fetching import FeedFetcher
from bot.gateways.feed_parsing import parse_feed
from bot.gateways.feed_values import MOST_ENTRIES
from tests.fakes.feed_server import FeedServer, Page
from tests.unit.feeds.conftest import FOLDER, SHAPES, Shape

HOME = "https://police.example/rss"


def test_there_are_many_and_each_has_its_file() -> None:
    assert len(SHAPES) >= 60
    assert {shape.name for shape in SHAPES} == {file.name for file in (FOLDER / "shapes").iterdir()}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_each_is_fetched_and_read(feed_server: FeedServer, shape: Shape) -> None:
    address = feed_server.put(f"/{shape.name}", Page(shape.content, shape.kind))

    async def fetch() -> tuple[bytes | None, str]:
        async with FeedFetcher("test", allows_private=True) as fetcher:
            answer = await fetcher.fetch(address)
            return answer.content, answer.content_type

    content, kind = asyncio.run(fetch())
    assert (content, kind) == (shape.content, shape.kind)
    if shape.problem:
        with pytest.raises(FeedError) as failed:
            parse_feed(content, HOME, kind)
        assert failed.value.problem == shape.problem
        return
    feed = parse_feed(content, HOME, kind)
    assert [entry.title for entry in feed.entries] == shape.titles
    assert (feed.skipped, feed.is_broken, feed.wants_minutes) == (
        shape.skipped,
        shape.broken,
        shape.wants_minutes,
    )
    if not shape.first:
        return
    entry = feed.entries[0]
    said = {
        "guid": entry.guid,
        "link": entry.link,
        "picture": entry.picture,
        "published": entry.published_at and entry.published_at.isoformat(),
        "text": shape.first.get("text", "") if shape.first.get("text", "") in entry.html else entry.html,
    }
    assert {name: said[name] for name in shape.first} == shape.first


def test_far_too_many_entries_are_not_all_read() -> None:
    item = b"<item><title>x</title></item>"
    feed = parse_feed(b"<rss version='2.0'><channel>" + item * (MOST_ENTRIES + 5) + b"</channel></rss>", HOME)
    assert (len(feed.entries), feed.is_broken) == (MOST_ENTRIES, True)


def test_far_too_many_entries_of_json_are_not_all_read() -> None:
    items = b",".join([b'{"title":"x"}'] * (MOST_ENTRIES + 5))
    content = b'{"version":"https://jsonfeed.org/version/1.1","items":[' + items + b"]}"
    feed = parse_feed(content, HOME)
    assert (len(feed.entries), feed.is_broken) == (MOST_ENTRIES, True)


def test_json_nested_too_deep_is_no_feed() -> None:
    with pytest.raises(FeedError) as failed:
        parse_feed(b'{"items":' + b"[" * 200_000, HOME)
    assert failed.value.problem == "not_a_feed"
