"""What becomes of news: a post by two people, or out by itself within rules and a daily cap."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from bot.db.models import FeedSource, Post
from bot.domain.feed_items import ItemState
from bot.domain.feed_rules import RuleKind
from bot.domain.posts import PostState, PostStep, Topic
from bot.domain.staff import Actor
from bot.errors import FeedItemError, FeedRuleError, PostError
from bot.gateways.feed_fetching import FeedFetcher
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.services.feed_items import draft_of
from bot.services.feed_pictures import MOST_TRIES, FeedPictureService
from tests.unit.feeds.newsdesk import OFFICER, Newsdesk, item, rss

SECOND = Actor("second@hub.example", 2)


def posts(newsdesk: Newsdesk) -> list[Post]:
    with newsdesk.database.unit_of_work() as session:
        return list(session.scalars(select(Post).order_by(Post.id)))


def decide(newsdesk: Newsdesk, *steps: PostStep) -> None:
    """Take the first item into a post and that so far."""
    with newsdesk.database.unit_of_work() as session:
        one = newsdesk.items.get(session, newsdesk.found()[0].id)
        newsdesk.items.take(session, OFFICER, one, draft_of(one), steps)


@pytest.fixture
def waiting(newsdesk: Newsdesk) -> Newsdesk:
    """With one story that waits."""
    newsdesk.source(topic=Topic.HOME)
    newsdesk.says(rss(item(text="&lt;p&gt;Three *sheds*.&lt;/p&gt;&lt;p&gt;1. of them red&lt;/p&gt;")))
    newsdesk.fetch()
    return newsdesk


def test_it_becomes_a_draft_that_says_whose_it_is(waiting: Newsdesk) -> None:
    decide(waiting)
    [post] = posts(waiting)
    assert post.body == "Three \\*sheds\\*.\n\n1\\. of them red\n\n— Police"
    assert (post.link, post.topic, post.state) == ("https://police.example/1", Topic.HOME, PostState.DRAFT)
    assert waiting.titles(ItemState.TAKEN) == [post.title]
    with pytest.raises(FeedItemError, match="already"):
        decide(waiting)


def test_who_takes_it_may_not_approve_it(waiting: Newsdesk) -> None:
    with pytest.raises(PostError, match="somebody else"):
        decide(waiting, PostStep.SUBMIT, PostStep.APPROVE)
    assert posts(waiting) == []
    assert len(waiting.titles(ItemState.WAITING)) == 1
    decide(waiting, PostStep.SUBMIT)
    assert posts(waiting)[0].state == PostState.IN_REVIEW


def test_what_is_rejected_can_be_brought_back(waiting: Newsdesk) -> None:
    items = waiting.items
    with waiting.database.unit_of_work() as session:
        one = items.get(session, waiting.found()[0].id)
        items.reject(session, OFFICER, one)
        assert items.count(session) == {ItemState.REJECTED: 1}
        items.bring_back(session, SECOND, one)
        assert (one.state, one.handled_by) == (ItemState.WAITING, 2)


class TestTrusted:
    @pytest.fixture
    def trusted(self, newsdesk: Newsdesk) -> Newsdesk:
        """A source that is trusted, and was read once."""
        source = newsdesk.source(topic=Topic.HOME, is_trusted=True, daily_cap=2)
        newsdesk.rule(RuleKind.PUBLISH, "sheds", source)
        newsdesk.says(rss(item("Sheds of old", "0", "https://p.example/0", "x")))
        newsdesk.fetch()
        assert newsdesk.titles(ItemState.WAITING) == ["Sheds of old"]
        return newsdesk

    def say(self, newsdesk: Newsdesk, *entries: str) -> None:
        newsdesk.says(rss(*entries))
        newsdesk.later(hours=2)

    def test_it_goes_out_by_its_rule(self, trusted: Newsdesk) -> None:
        self.say(trusted, item(date="Mon, 23 Nov 2026 10:00:00 GMT"))
        [post] = posts(trusted)
        assert (post.state, post.written_by) == (PostState.SCHEDULED, None)
        assert post.next_due_at == datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
        [out] = [one for one in trusted.found() if one.state == ItemState.TAKEN]
        assert out.by_itself
        assert out.why[0] == "went out by itself for “sheds”"

    def test_at_night_it_waits_for_the_morning(self, trusted: Newsdesk) -> None:
        trusted.says(rss(item(date="Mon, 23 Nov 2026 20:30:00 GMT")))
        trusted.later(hours=12)
        assert posts(trusted)[0].next_due_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def test_beyond_the_cap_they_wait_for_staff_and_the_next_day_begins_anew(self, trusted: Newsdesk) -> None:
        words = ["amber garden", "brook meadow", "cedar avenue", "dingle farm"]
        date = "Mon, 23 Nov 2026 10:00:00 GMT"
        entries = [item(f"Sheds at {w}", w, f"https://p.example/{w[:5]}", f"{w} " * 9, date) for w in words]
        self.say(trusted, *entries)
        assert len(posts(trusted)) == 2
        assert len(trusted.titles(ItemState.WAITING)) == 3
        trusted.says(rss(item(date="Tue, 24 Nov 2026 10:00:00 GMT"), *entries))
        trusted.later(hours=24)
        assert len(posts(trusted)) == 3

    @pytest.mark.parametrize(
        "entry",
        [
            item("Garages opened", text="None of those.", date="Mon, 23 Nov 2026 10:00:00 GMT"),
            item(date=""),
            item(date="Fri, 20 Nov 2026 10:00:00 GMT"),
            item(link="", date="Mon, 23 Nov 2026 10:00:00 GMT"),
        ],
    )
    def test_everything_else_waits_for_staff(self, trusted: Newsdesk, entry: str) -> None:
        self.say(trusted, entry)
        assert posts(trusted) == []
        assert len(trusted.titles(ItemState.WAITING)) == 2

    def test_domestic_abuse_never_goes_out_by_itself(self, trusted: Newsdesk) -> None:
        with trusted.database.unit_of_work() as session:
            session.scalars(select(FeedSource)).one().topic = Topic.SUPPORT
        self.say(trusted, item(date="Mon, 23 Nov 2026 10:00:00 GMT"))
        assert posts(trusted) == []

    def test_it_needs_to_be_trusted_and_a_source(self, newsdesk: Newsdesk) -> None:
        with pytest.raises(FeedRuleError, match="choose the source"):
            newsdesk.rule(RuleKind.PUBLISH, "sheds")
        source = newsdesk.source(topic=Topic.HOME)
        newsdesk.rule(RuleKind.PUBLISH, "sheds", source)
        newsdesk.says(rss())
        newsdesk.fetch()
        self.say(newsdesk, item(date="Mon, 23 Nov 2026 10:00:00 GMT"))
        assert posts(newsdesk) == []


class TestPictures:
    def fetch(self, newsdesk: Newsdesk, folder: Path) -> int:
        async def run() -> int:
            async with FeedFetcher("test", allows_private=True) as fetcher:
                service = FeedPictureService(
                    newsdesk.database,
                    fetcher,
                    lambda content: clean_photo(content, 10**6),
                    PhotoFolder(folder),
                )
                return await service.fetch_some()

        return asyncio.run(run())

    def put(self, newsdesk: Newsdesk, content: bytes) -> None:
        newsdesk.says(content, "shed.png", kind="image/png")
        picture = f"&lt;img src='{newsdesk.url('shed.png')}' alt='A shed'&gt;"
        newsdesk.source()
        newsdesk.says(rss(item(text=f"Three sheds. {picture}")))
        newsdesk.fetch()

    def test_our_own_copy_is_kept(self, newsdesk: Newsdesk, tmp_path: Path) -> None:
        drawn = BytesIO()
        Image.new("RGB", (300, 200), "red").save(drawn, "PNG", comment="secret")
        self.put(newsdesk, drawn.getvalue())
        assert self.fetch(newsdesk, tmp_path / "pictures") == 1
        [one] = newsdesk.found()
        assert one.picture_alt == "A shed"
        kept = (tmp_path / "pictures" / str(one.picture_file)).read_bytes()
        assert kept.startswith(b"\xff\xd8")
        assert b"secret" not in kept
        assert self.fetch(newsdesk, tmp_path / "pictures") == 0

    @pytest.mark.parametrize("content", [b"no picture", b""])
    def test_what_is_none_stays_a_link(self, newsdesk: Newsdesk, tmp_path: Path, content: bytes) -> None:
        self.put(newsdesk, content)
        for _ in range(MOST_TRIES + 1):
            assert self.fetch(newsdesk, tmp_path) == 0
        assert newsdesk.server.counts()[f"/{newsdesk.prefix}/shed.png"] == MOST_TRIES
        [one] = newsdesk.found()
        assert (one.picture_file, one.picture_url) == (None, newsdesk.url("shed.png"))

    def test_what_counts_readers_is_not_kept(self, newsdesk: Newsdesk, tmp_path: Path) -> None:
        drawn = BytesIO()
        Image.new("RGB", (20, 20)).save(drawn, "PNG")
        self.put(newsdesk, drawn.getvalue())
        assert self.fetch(newsdesk, tmp_path) == 0
        assert newsdesk.found()[0].picture_file is None
