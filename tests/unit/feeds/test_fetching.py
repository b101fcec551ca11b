"""Fetching from servers that move, drip, lie, are huge, or lead into our own network."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.domain.feeds import FeedAnswer
from bot.errors import FeedError
from bot.gateways import guarded_address
from bot.gateways.feed_discovery import NamedFeed, find_feeds
from bot.gateways.feed_fetching import FeedFetcher
from bot.gateways.guarded_address import is_public
from tests.fakes.feed_server import LAST_MODIFIED, FeedServer, Page

FEED = b"<rss version='2.0'><channel><title>N</title></channel></rss>"


def fetch(url: str, *, etag: str = "", modified: str = "", **options: Any) -> FeedAnswer:
    """What comes of one address."""

    async def ask() -> FeedAnswer:
        async with FeedFetcher(
            "Local-Focus (+https://hub.example)", **{"allows_private": True} | options
        ) as one:
            return await one.fetch(url, etag, modified)

    return asyncio.run(ask())


def problem_of(url: str, **options: Any) -> FeedError:
    with pytest.raises(FeedError) as failed:
        fetch(url, **options)
    return failed.value


def test_what_did_not_change_is_not_sent_again(feed_server: FeedServer) -> None:
    address = feed_server.put("/same", Page(FEED, headers={"Cache-Control": "public, max-age=3600"}))
    first = fetch(address)
    assert (first.content, first.last_modified, first.fresh_seconds) == (FEED, LAST_MODIFIED, 3600)
    again = fetch(address, etag=first.etag, modified=first.last_modified)
    assert again.content is None
    asked = feed_server.asked[-1][1]
    assert asked["if-none-match"] == first.etag
    assert asked["if-modified-since"] == LAST_MODIFIED
    assert asked["user-agent"] == "Local-Focus (+https://hub.example)"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((307,), False), ((302, 301), False)],
)
def test_only_a_move_for_good_is_remembered(
    feed_server: FeedServer, statuses: tuple[int, ...], moved: bool
) -> None:
    for number, status in enumerate(statuses):
        feed_server.put(f"/m{number}", Page(status=status, headers={"Location": f"/m{number + 1}"}))
    target = feed_server.put(f"/m{len(statuses)}", Page(FEED))
    answer = fetch(feed_server.address + "/m0")
    assert (answer.content, answer.moved_to) == (FEED, target if moved else "")


def test_a_move_for_good_counts_up_to_one_that_is_not(feed_server: FeedServer) -> None:
    feed_server.put("/old", Page(status=301, headers={"Location": "/new"}))
    feed_server.put("/new", Page(status=302, headers={"Location": "/today"}))
    feed_server.put("/today", Page(FEED))
    assert fetch(feed_server.address + "/old").moved_to == feed_server.address + "/new"


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (Page(status=301, headers={"Location": "/round"}), "too_many_redirects"),
        (Page(status=302, headers={"Location": "file:///etc/passwd"}), "bad_address"),
        (Page(status=302, headers={"Location": "http://[bad/"}), "unknown_host"),
        (Page(status=404), "not_found"),
        (Page(status=403), "forbidden"),
        (Page(status=410), "gone"),
        (Page(status=418), "refused"),
        (Page(status=503), "server_error"),
        (Page(FEED, breaks_off=True), "closed"),
        (Page(b"x" * 1024 * 1024, times=6), "too_large"),
        (Page(b"<" * 6 * 1024 * 1024, is_packed=True), "too_large"),
    ],
)
def test_what_goes_wrong_has_a_name(feed_server: FeedServer, page: Page, problem: str) -> None:
    assert problem_of(feed_server.put("/round", page)).problem == problem


def test_it_waits_as_long_as_it_is_asked_to(feed_server: FeedServer) -> None:
    busy = problem_of(feed_server.put("/busy", Page(status=429, headers={"Retry-After": "7200"})))
    assert (busy.problem, busy.retry_after, busy.is_permanent) == ("too_often", 7200, False)
    assert problem_of(feed_server.put("/gone", Page(status=410))).is_permanent


def test_who_drips_is_not_waited_for(feed_server: FeedServer) -> None:
    address = feed_server.put("/drip", Page(FEED, drips=True))
    assert problem_of(address, whole_seconds=0.3).problem == "timed_out"


def test_what_is_packed_is_unpacked(feed_server: FeedServer) -> None:
    assert fetch(feed_server.put("/packed", Page(FEED, is_packed=True))).content == FEED


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:1/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:10.0.0.1]/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://0.0.0.0/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("ftp://police.example/", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("https://", "bad_address"),
        ("https://police.example/" + "x" * 1000, "bad_address"),
    ],
)
def test_nothing_inside_is_asked(url: str, problem: str) -> None:
    assert problem_of(url, allows_private=False).problem == problem


def test_a_public_address_that_leads_inside_is_not_followed(
    feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first name may be asked, the second is looked up and judged anew."""
    real = guarded_address.is_public
    inside = feed_server.address.replace("127.0.0.1", "127.0.0.2")
    monkeypatch.setattr(guarded_address, "is_public", lambda ip: ip == "127.0.0.1" or real(ip))
    outside = feed_server.put("/leads", Page(status=302, headers={"Location": f"{inside}/secret"}))
    assert problem_of(outside, allows_private=False).problem == "private_address"
    assert "/secret" not in feed_server.counts()


def test_a_name_is_looked_up_once_for_a_request(
    feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    async def resolve(host: str, *, allows_private: bool) -> str:
        looked_up.append(host)
        return "127.0.0.1"

    monkeypatch.setattr("bot.gateways.feed_fetching.resolve_host", resolve)
    feed_server.put("/named", Page(FEED))
    url = feed_server.address.replace("127.0.0.1", "police.example") + "/named"
    assert fetch(url, allows_private=False).content == FEED
    assert looked_up == ["police.example"]
    assert feed_server.asked[-1][1]["host"].startswith("police.example:")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("100.64.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
    ],
)
def test_what_is_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_an_unknown_name_is_said_so() -> None:
    async def no_such_name(*_given: Any, **_named: Any) -> Coroutine[Any, Any, Any]:
        raise OSError

    async def ask() -> None:
        asyncio.get_running_loop().getaddrinfo = no_such_name  # type: ignore[method-assign, assignment]
        async with FeedFetcher("test") as fetcher:
            await fetcher.fetch("https://police.example/")

    with pytest.raises(FeedError, match="unknown_host"):
        asyncio.run(ask())


class TestDiscovery:
    def test_a_page_names_its_feeds(self) -> None:
        page = b"""<html><head><base href="https://police.example/x/">
            <link rel="stylesheet alternate" type="text/css" href="/a.css">
            <link rel="alternate" type="application/rss+xml" title="News" href="/rss">
            <link rel="alternate" type="application/atom+xml" href="atom.xml">
            <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
            </head><body><a href="/other/feed">feed</a>"""
        assert find_feeds(page, "https://police.example/") == [
            NamedFeed("https://police.example/rss", "News"),
            NamedFeed("https://police.example/x/atom.xml", ""),
        ]

    def test_json_feeds_are_named_by_either_of_their_types(self) -> None:
        page = b"""<link rel="alternate" type="application/feed+json" title="News" href="/news.json">
            <link rel="alternate" type="application/json" href="/feed.json">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">"""
        assert find_feeds(page, "https://police.example/") == [
            NamedFeed("https://police.example/news.json", "News"),
            NamedFeed("https://police.example/feed.json", ""),
        ]

    def test_where_none_is_named_links_may_be_one(self) -> None:
        page = b'<a href="/about">a</a><a href="/news/rss?x=1">RSS</a><a href="http://[/feed">x</a>\xff'
        assert find_feeds(page, "https://police.example/") == [
            NamedFeed("https://police.example/news/rss?x=1", "")
        ]
