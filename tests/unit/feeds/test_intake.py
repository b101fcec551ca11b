"""Each story once: under another name, from another feed, edited; and nothing lost."""

from __future__ import annotations

import json

import pytest

from bot.domain.feed_items import ItemState
from bot.domain.feed_rules import RuleKind
from tests.unit.feeds.newsdesk import TEXT, Newsdesk, item, rss

A = "Sheds broken into in Mill Lane"


def seen_next(newsdesk: Newsdesk, first: str, then: str) -> list[str]:
    """Titles after two rounds of one feed."""
    newsdesk.source()
    newsdesk.says(rss(first))
    newsdesk.fetch()
    newsdesk.says(rss(then))
    newsdesk.later()
    return newsdesk.titles()


def test_json_feed_is_cleaned_and_compared_like_any_other(newsdesk: Newsdesk) -> None:
    newsdesk.source()
    newsdesk.source("council")
    newsdesk.says(rss(item()))
    evil = f"<p onclick='x()'>{TEXT}<script>alert(1)</script></p>"
    news = [{"id": 7, "title": A, "url": "https://police.example/1", "content_html": evil}]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": news}
    newsdesk.says(json.dumps(told), "council", kind="application/feed+json")
    newsdesk.fetch()
    assert (newsdesk.titles(), newsdesk.sightings()) == ([A], 2)
    assert not any("onclick" in one.html or "alert" in one.html for one in newsdesk.found())


class TestOneStory:
    @pytest.mark.parametrize(
        "then",
        [
            item(),
            item(guid="2"),
            item(guid=""),
            item(guid="2", link="http://www.police.example/1/?utm_source=rss#top"),
            item(guid="2", title="Sheds  broken into in Mill Lane!"),
            item(guid="2", link="https://police.example/moved", title="Sheds broken into at Mill Lane"),
            item(guid="2", link="https://police.example/moved", text=TEXT[:60]),
        ],
    )
    def test_it_stays_one_under_another_name(self, newsdesk: Newsdesk, then: str) -> None:
        assert len(seen_next(newsdesk, item(), then)) == 1

    def test_it_is_one_in_two_feeds(self, newsdesk: Newsdesk) -> None:
        newsdesk.source("police")
        newsdesk.source("watch")
        newsdesk.says(rss(item()), "police")
        newsdesk.says(
            rss(item(guid="w-9", link="https://watch.example/9", date="Tue, 24 Nov 2026 07:00:00 GMT")),
            "watch",
        )
        newsdesk.fetch()
        assert newsdesk.titles() == [A]
        assert newsdesk.sightings() == 2

    def test_a_feed_that_gives_new_names_at_each_reading_tells_nothing_new(self, newsdesk: Newsdesk) -> None:
        newsdesk.source()
        for number in range(6):
            newsdesk.says(rss(item(guid=f"random-{number}", date="")))
            newsdesk.later(days=5)
        assert newsdesk.titles() == [A]

    def test_what_stands_in_a_feed_twice_is_there_once(self, newsdesk: Newsdesk) -> None:
        newsdesk.source()
        newsdesk.says(rss(item(), item(), item(guid="2", title=A.upper())))
        newsdesk.fetch()
        assert len(newsdesk.titles()) == 1


class TestAnotherStory:
    @pytest.mark.parametrize(
        "then",
        [
            item("Sheds broken into in Hill Lane", "2", "https://police.example/2"),
            item("Sheds broken into in Mill Lane 2", "2", "https://police.example/2"),
            item(
                A,
                "2",
                "https://police.example/2",
                "Garages were opened with a stolen key this time, in March.",
            ),
            # Word for word the same, days later: a flood alert, given out again.
            item(A, "2", "https://police.example/2", date="Wed, 25 Nov 2026 07:00:00 GMT"),
            # Another story under an old name.
            item("Christmas market opens", "1", "https://police.example/2", "Stalls."),
            # Everything leads to one page.
            item("Road closed at the bridge", "2", "https://police.example/1", "A lorry turned over."),
        ],
    )
    def test_it_is_shown_too(self, newsdesk: Newsdesk, then: str) -> None:
        assert len(seen_next(newsdesk, item(), then)) == 2

    def test_entries_that_a_feed_calls_by_one_name_are_told_apart(self, newsdesk: Newsdesk) -> None:
        newsdesk.source()
        both = [item(), item("Road closed at the bridge", "1", "https://police.example/2", "A lorry.")]
        newsdesk.says(rss(*both))
        newsdesk.fetch()
        newsdesk.says(rss(item("Market opens", "1", "https://police.example/3", "Stalls."), *both))
        newsdesk.later()
        assert newsdesk.titles() == ["Road closed at the bridge", A, "Market opens"]


class TestNothingIsLost:
    def test_many_at_once_are_all_there_oldest_first(self, newsdesk: Newsdesk) -> None:
        newsdesk.source()
        newsdesk.says(rss(item()))
        newsdesk.fetch()
        words = [
            "amber",
            "brook",
            "cedar",
            "dingle",
            "elder",
            "fallow",
            "gorse",
            "heron",
            "island",
            "juniper",
        ]
        many = [
            item(f"{a.title()} {b} notice", f"{a}{b}", f"https://p.example/{a}/{b}", f"{a} {b} " * 9)
            for a in words
            for b in words
        ]
        newsdesk.says(rss(*many))
        newsdesk.later()
        assert len(newsdesk.titles(ItemState.WAITING)) == 101
        assert newsdesk.titles()[1] == "Juniper juniper notice"

    def test_what_was_there_before_is_kept_apart(self, newsdesk: Newsdesk) -> None:
        newsdesk.source()
        newsdesk.says(
            rss(
                item(),
                item("Old story", "0", "https://p.example/0", "Long ago.", "Mon, 05 Jan 2026 08:00:00 GMT"),
            )
        )
        newsdesk.fetch()
        assert newsdesk.titles(ItemState.EARLIER) == ["Old story"]
        assert newsdesk.titles(ItemState.WAITING) == [A]

    def test_what_a_rule_leaves_out_is_kept_too(self, newsdesk: Newsdesk) -> None:
        newsdesk.rule(RuleKind.LEAVE_OUT, "job vacanc*\nred mower")
        newsdesk.rule(RuleKind.SHOW_FIRST, "bridge")
        newsdesk.source()
        newsdesk.says(rss(item(), item("Job vacancies", "2", "https://p.example/2", "x"),
                          item("The Bridge is closed", "3", "https://p.example/3", "y"),
                          item("Bridges", "4", "https://p.example/4", "z")))  # fmt: skip
        newsdesk.fetch()
        left_out = [one for one in newsdesk.found() if one.state == ItemState.LEFT_OUT]
        assert [one.why for one in left_out] == [["left out for “job vacanc*”"], ["left out for “red mower”"]]
        assert {one.title: one.relevance for one in newsdesk.found() if one.state == ItemState.WAITING} == {
            "The Bridge is closed": 1.0,
            "Bridges": 0.0,
        }

    def test_an_edited_one_changes_until_it_is_a_post(self, newsdesk: Newsdesk) -> None:
        newsdesk.source()
        newsdesk.says(rss(item()))
        newsdesk.fetch()
        newsdesk.says(rss(item(text="Four sheds.")))
        newsdesk.later()
        [one] = newsdesk.found()
        assert one.html == "Four sheds."
        with newsdesk.database.unit_of_work() as session:
            newsdesk.items.get(session, one.id).state = ItemState.TAKEN
        newsdesk.says(rss(item(text="Five sheds.")))
        newsdesk.later()
        [one] = newsdesk.found()
        assert (one.html, one.is_changed) == ("Four sheds.", True)


def test_place_and_source_say_where_it_is(newsdesk: Newsdesk) -> None:
    newsdesk.source(areas=frozenset({"southvale"}))
    newsdesk.says(
        rss(item("Sheds broken into in Upper Vale"), item("Weekly news", "2", "https://p.example/2", "x"))
    )
    newsdesk.fetch()
    assert [(one.title, one.areas, one.relevance) for one in newsdesk.found()] == [
        ("Weekly news", ["southvale"], 0.25),
        ("Sheds broken into in Upper Vale", ["northvale"], 0.5),
    ]
