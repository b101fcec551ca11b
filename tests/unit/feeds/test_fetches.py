"""Rounds: each feed fetched by one hub alone, in its time, and noted how it went."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.db.models import FeedSource
from bot.domain.feed_intervals import FASTEST, FIRST
from bot.domain.feeds import IN_PLAIN_WORDS, FeedProblem
from bot.gateways.feed_fetching import FeedFetcher
from bot.services.feed_fetches import LEASE
from bot.services.feed_sources import FeedSourceService
from tests.unit.feeds.newsdesk import OFFICER, Newsdesk, item, rss


def due_in(newsdesk: Newsdesk, source_id: int) -> timedelta:
    return newsdesk.state(source_id).next_fetch_at - newsdesk.clock()


def test_every_problem_has_its_sentence() -> None:
    assert set(IN_PLAIN_WORDS) == set(FeedProblem)


def test_what_works_is_noted_and_what_is_new_makes_it_quicker(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(rss(item()))
    assert newsdesk.fetch() == 1
    state = newsdesk.state(source)
    assert (state.last_worked_at, state.last_news_at, state.problem) == (newsdesk.clock(),) * 2 + ("",)
    assert due_in(newsdesk, source) == FASTEST
    assert newsdesk.fetch() == 0
    assert newsdesk.later(minutes=15) == 1
    assert newsdesk.server.asked[-1][1]["if-none-match"]
    assert due_in(newsdesk, source) == FASTEST * 1.5
    assert newsdesk.titles() == ["Sheds broken into in Mill Lane"]


def test_the_same_is_not_read_twice_from_who_knows_no_304(newsdesk: Newsdesk) -> None:
    newsdesk.source()
    newsdesk.says(rss(item()), is_conditional=False)
    newsdesk.fetch()
    assert newsdesk.later() == 1
    assert newsdesk.sightings() == 1


def test_it_waits_as_long_as_the_feed_asks(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(rss("<ttl>120</ttl>", item()), headers={"Cache-Control": "max-age=600"})
    newsdesk.fetch()
    assert due_in(newsdesk, source) == timedelta(hours=2)


def test_a_broken_one_says_since_when_and_why_and_is_asked_less_often(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says("<!doctype html><html><body>Sorry</body></html>", kind="text/html")
    newsdesk.fetch()
    since = newsdesk.clock()
    assert due_in(newsdesk, source) == FIRST
    newsdesk.later(hours=1)
    state = newsdesk.state(source)
    assert (state.problem, state.broken_since, state.failures) == ("web_page", since, 2)
    assert due_in(newsdesk, source) == FIRST * 2
    newsdesk.says(rss(item()))
    newsdesk.later()
    state = newsdesk.state(source)
    assert (state.problem, state.broken_since, state.failures) == ("", None, 0)


def test_one_that_was_ended_is_switched_off(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(b"", status=410)
    newsdesk.fetch()
    state = newsdesk.state(source)
    assert (state.is_on, state.problem) == (False, "gone")
    assert newsdesk.later() == 0


def test_who_says_too_often_is_left_alone_as_long_as_it_wants(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(b"", status=429, headers={"Retry-After": "10800"})
    newsdesk.fetch()
    assert due_in(newsdesk, source) == timedelta(hours=3)


def test_a_move_for_good_is_remembered_unless_that_feed_is_there_too(newsdesk: Newsdesk) -> None:
    first, second = newsdesk.source("old"), newsdesk.source("older")
    for name in ("old", "older"):
        newsdesk.says(b"", name, status=301, headers={"Location": newsdesk.url("new")})
    newsdesk.says(rss(item()), "new")
    newsdesk.fetch()
    addresses = {newsdesk.state(one).url for one in (first, second)}
    assert newsdesk.url("new") in addresses
    assert len(addresses) == 2
    assert newsdesk.titles() == ["Sheds broken into in Mill Lane"]


def test_a_bad_feed_does_not_cost_the_others(newsdesk: Newsdesk) -> None:
    newsdesk.source("bad")
    newsdesk.source("good")
    newsdesk.says(b"\x00\x01", "bad")
    newsdesk.says(rss("<item/>", item()), "good")
    newsdesk.fetch()
    assert len(newsdesk.titles()) == 1


def test_some_that_could_not_be_read_are_told(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(rss("<item/>", item()))
    newsdesk.fetch()
    assert newsdesk.state(source).is_partly_read


def test_two_hubs_fetch_each_feed_once(newsdesk: Newsdesk) -> None:
    for number in range(12):
        newsdesk.source(f"s{number}")
        # The same story in all of them.
        newsdesk.says(rss(item(guid=f"{number}", link=f"https://p{number}.example/1")), f"s{number}")

    async def both() -> list[int]:
        async with FeedFetcher("a", allows_private=True) as a, FeedFetcher("b", allows_private=True) as b:
            hubs = [newsdesk.fetches(fetcher) for fetcher in (a, b)]
            return await asyncio.gather(*(hub.fetch_due(8) for hub in hubs for _ in range(2)))

    asked = asyncio.run(both())
    while newsdesk.fetch():
        pass
    counts = newsdesk.server.counts()
    assert {counts[f"/{newsdesk.prefix}/s{number}"] for number in range(12)} == {1}
    assert sum(asked) <= 12
    assert newsdesk.titles() == ["Sheds broken into in Mill Lane"]
    assert newsdesk.sightings() == 12


def test_what_a_dying_hub_took_is_fetched_by_another(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(rss(item()))

    async def die() -> None:
        async with FeedFetcher("a", allows_private=True) as fetcher:
            newsdesk.fetches(fetcher)._claim(5)

    asyncio.run(die())
    assert due_in(newsdesk, source) == LEASE
    assert newsdesk.later(minutes=9) == 0
    assert newsdesk.later(minutes=1) == 1
    assert len(newsdesk.titles()) == 1


def test_what_can_not_be_stored_is_read_again(newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = newsdesk.source()
    newsdesk.says(rss(item()))

    def full(*_given: object) -> None:
        raise OperationalError("insert", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr("bot.services.feed_fetches._keep_answer", full)
        newsdesk.fetch()
    assert newsdesk.state(source).problem == "failed"
    assert newsdesk.titles() == []
    newsdesk.later()
    assert newsdesk.titles() == ["Sheds broken into in Mill Lane"]


def test_a_source_that_was_changed_meanwhile_is_left_alone(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(rss(item()))

    async def fetch() -> None:
        async with FeedFetcher("a", allows_private=True) as fetcher:
            service = newsdesk.fetches(fetcher)
            [claim] = service._claim(5)
            with newsdesk.database.unit_of_work() as session:
                session.get_one(FeedSource, source).url = newsdesk.url("elsewhere")
            await service._fetch(claim, asyncio.Semaphore())

    asyncio.run(fetch())
    assert newsdesk.titles() == []


def test_switching_on_begins_anew(newsdesk: Newsdesk) -> None:
    source = newsdesk.source()
    newsdesk.says(b"", status=410)
    newsdesk.fetch()
    service = FeedSourceService(newsdesk.items.audit, newsdesk.clock)
    with newsdesk.database.unit_of_work() as session:
        service.switch(session, OFFICER, service.get(session, source), is_on=True)
    newsdesk.says(rss(item()))
    assert newsdesk.fetch() == 1
    assert newsdesk.state(source).problem == ""
