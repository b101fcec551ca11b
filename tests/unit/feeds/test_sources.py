"""Sources: added once, changed by staff, and the place pack's taken in without undoing that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.feed_sources import SourceContent
from bot.errors import FeedSourceError, PlacePackError
from bot.gateways.place_pack_feeds import load_feeds, read_feeds
from bot.services.audit import AuditService
from bot.services.feed_sources import FeedSourceService, PackSource, content_of
from tests.unit.feeds.newsdesk import OFFICER, Newsdesk, item, rss

CONTENT = SourceContent("Police", "https://police.example/rss")
CHECKED = PackSource("police", CONTENT, date(2026, 11, 1))
UNCHECKED = PackSource("fire", SourceContent("Fire", "https://fire.example/rss"), None)


@pytest.fixture
def service(newsdesk: Newsdesk) -> FeedSourceService:
    return FeedSourceService(AuditService(), newsdesk.clock)


def test_one_that_nobody_checked_begins_switched_off(newsdesk: Newsdesk, service: FeedSourceService) -> None:
    with newsdesk.database.unit_of_work() as session:
        assert service.take_in_pack(session, [CHECKED, UNCHECKED]) == 2
        assert service.take_in_pack(session, [CHECKED, UNCHECKED]) == 0
        assert [(one.title, one.is_on) for one in service.list_sources(session)] == [
            ("Police", True),
            ("Fire", False),
        ]


def test_what_staff_changed_the_pack_does_not_change_back(
    newsdesk: Newsdesk, service: FeedSourceService
) -> None:
    with newsdesk.database.unit_of_work() as session:
        service.take_in_pack(session, [CHECKED, UNCHECKED])
        police, fire = service.list_sources(session)
        service.switch(session, OFFICER, fire, is_on=True)
        newer = [
            replace(one, content=replace(one.content, title=f"New {one.content.title}"))
            for one in (CHECKED, UNCHECKED)
        ]
        assert service.take_in_pack(session, newer) == 1
        assert (police.title, fire.title, fire.is_on) == ("New Police", "Fire", True)
        elsewhere = replace(CHECKED, key="again")
        assert service.take_in_pack(session, [elsewhere]) == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (SourceContent("", "https://a.example/"), "give it a name"),
        (SourceContent("A", "feed://a.example/"), "has to begin with"),
        (SourceContent("A", "https://a.example/ x"), "no blanks"),
        (SourceContent("A", "https://a.example/", daily_cap=21), "between 0 and 20"),
        (SourceContent("A", CONTENT.url), "there already: Police"),
    ],
)
def test_what_is_no_source_is_refused(
    newsdesk: Newsdesk, service: FeedSourceService, content: SourceContent, problem: str
) -> None:
    with newsdesk.database.unit_of_work() as session:
        service.add(session, OFFICER, CONTENT, None)
        with pytest.raises(FeedSourceError, match=problem):
            service.add(session, OFFICER, content, None)


def test_at_another_address_it_is_read_anew(newsdesk: Newsdesk, service: FeedSourceService) -> None:
    source_id = newsdesk.source()
    newsdesk.says(rss(item()))
    newsdesk.fetch()
    newsdesk.says(rss(item()), "other")
    with newsdesk.database.unit_of_work() as session:
        source = service.get(session, source_id)
        service.change(session, OFFICER, source, replace(content_of(source), url=newsdesk.url("other")))
    assert newsdesk.fetch() == 1
    assert "if-none-match" not in newsdesk.server.asked[-1][1]
    assert len(newsdesk.titles()) == 1


class TestPackFile:
    GOOD = (
        "feeds:\n  - {id: a, title: A, url: 'https://a.example/', checked: no, source: s, "
        "date_checked: 2026-11-01"
    )

    def read(self, folder: Path, text: str) -> list[str]:
        (folder / "feeds.yml").write_text(text, encoding="utf-8")
        return [str(error) for error in read_feeds(folder, {"north"}, {"police"})[1]]

    def test_a_pack_may_have_none(self, tmp_path: Path) -> None:
        assert load_feeds(tmp_path, set(), set()) == []

    @pytest.mark.parametrize(
        ("more", "problem"),
        [
            (", areas: [south]}", "'south' is not a hub area"),
            (", agency: fire}", "'fire' is not an agency"),
            (f"}}\n{GOOD.partition(chr(10))[2]}}}", "given twice"),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, more: str, problem: str) -> None:
        assert problem in self.read(tmp_path, self.GOOD + more)[0]
        with pytest.raises(PlacePackError):
            load_feeds(tmp_path, {"north"}, {"police"})

    def test_what_is_no_feed_raises(self, tmp_path: Path) -> None:
        with pytest.raises(PlacePackError, match="url"):
            self.read(tmp_path, self.GOOD.replace("https", "ftp") + "}")
