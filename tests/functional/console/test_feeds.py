"""Partners' news in the console: feeds found, fetched, judged, and taken into posts by two people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app.feeds import create_feeds
from bot.db.models import FeedItem, FeedSource, Post
from bot.domain.staff import Role
from tests.fakes.feed_server import FeedServer, Page, running_feed_server
from tests.fakes.hub import Hub, create_hub
from tests.fakes.reports import phrases, westshire
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer
from tests.unit.feeds.newsdesk import item, rss

pytestmark = pytest.mark.anyio

SOURCES = "/console/feeds/sources"
EVIL = "&lt;p onclick='x()'&gt;Three &lt;b&gt;sheds&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that may ask servers on this machine."""
    made = create_hub(tmp_path, feeds_private=True)
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with running_feed_server() as running:
        page = b"<html><link rel=alternate type=application/rss+xml title=News href=/rss></html>"
        running.put("/", Page(page, "text/html"))
        running.put("/rss", Page(rss(item("Sheds in Upper Vale", text=EVIL)).encode()))
        yield running


async def fetch(hub: Hub) -> None:
    """One round, as the timetable does it."""
    await create_feeds(hub.settings, westshire(), phrases(), hub.database).jobs.fetches.fetch_due()


async def add(officer: Officer, server: FeedServer, **given: str | list[str]) -> None:
    await officer.open(SOURCES)
    await officer.send(f"{SOURCES}/find", address=f"{server.address}/rss")
    fields: dict[str, str | list[str]] = {"title": "Police", "url": f"{server.address}/rss", "daily_cap": "2"}
    await officer.send(f"{SOURCES}/add", **{**fields, **given})


async def test_a_feed_is_found_by_its_pages_address(hub: Hub, signed_in: SignIn, server: FeedServer) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(SOURCES)
    await officer.send(f"{SOURCES}/find", address=server.address)
    assert "Feeds that this page names News" in officer.words
    await officer.send(f"{SOURCES}/find", address=f"{server.address}/rss")
    assert f'value="{server.address}/rss"' in officer.page
    await officer.send(
        f"{SOURCES}/add", title="Police", url=f"{server.address}/rss", daily_cap="2", topic="home"
    )
    assert "Not fetched yet." in officer.words
    await fetch(hub)
    await officer.open(officer.path)
    assert "Works." in officer.words
    assert "Address checked" in officer.words


async def test_what_is_no_feed_is_refused_and_said_why(signed_in: SignIn, server: FeedServer) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await add(officer, server, url=f"{server.address}/nothing")
    assert "There is nothing at this address any more" in officer.words
    await add(officer, server, url=f"{server.address}/")
    assert "this is a web page, not a feed" in officer.words
    await officer.send(f"{SOURCES}/find", address="ftp://police.example")
    assert "it has to begin with https://" in officer.words
    await add(officer, server, daily_cap="many")
    assert "has to be a number" in officer.words
    assert 'value="Police"' in officer.page


async def test_a_broken_one_says_since_when_and_why(hub: Hub, signed_in: SignIn, server: FeedServer) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await add(officer, server)
    page = officer.path
    server.put("/rss", Page(b"<!doctype html><html></html>", "text/html"))
    await fetch(hub)
    await officer.open(SOURCES)
    assert re.search(r"Broken since \d+ \w+ \d{4}, \d\d:\d\d", officer.words)
    assert "answered with a web page, not with a feed" in officer.words
    await officer.open(page)
    await officer.send(f"{page}/off")
    assert "Switched off." in officer.words
    await officer.send(f"{page}/on")
    assert "Not fetched yet." in officer.words
    await officer.send(f"{page}/fetch")
    await officer.send(f"{page}/change", title="", url=f"{server.address}/rss", daily_cap="2")
    assert "give it a name" in officer.words
    await officer.send(f"{page}/change", title="Westshire Police", url=f"{server.address}/rss", daily_cap="3")
    assert "Westshire Police" in officer.words


async def test_news_become_a_post_by_two_people(hub: Hub, signed_in: SignIn, server: FeedServer) -> None:
    coordinator = await signed_in(Role.HUB_COORDINATOR)
    await add(coordinator, server, topic="home")
    await fetch(hub)
    officer = await signed_in(Role.HUB_OFFICER)
    await officer.open("/console/feeds")
    assert "Sheds in Upper Vale" in officer.words
    assert "Relevance 50 %" in officer.words
    assert "names Upper Vale (Northvale)" in officer.words
    path = re.search(r"/console/feeds/items/\d+", officer.page)
    assert path
    await officer.open(path[0])
    came = officer.page.partition('data-testid="as-it-came"')[2].partition("</div>")[0]
    assert "<p>Three <b>sheds</b></p>" in came
    assert "script" not in came
    assert "Approve and schedule" not in officer.words
    fields = {
        "title": "Sheds",
        "body": "Lock them.",
        "topic": "home",
        "channels": ["web"],
        "on": "2100-01-01",
        "at": "9:00",
    }
    await officer.send(f"{path[0]}/take", then="review", **fields)
    assert "Invalid isoformat" in officer.words
    assert "Lock them." in officer.page
    await officer.send(f"{path[0]}/take", then="send", **{**fields, "at": "09:00"})
    assert "somebody else has to approve" in officer.words
    await officer.send(f"{path[0]}/take", then="review", **{**fields, "at": "09:00"})
    assert re.fullmatch(r"/console/posts/\d+", officer.path)
    assert "In review" in officer.words
    post = officer.path
    await officer.open(path[0])
    assert "The post that it became" in officer.words
    await coordinator.open(post)
    await coordinator.send(f"{post}/approve")
    await coordinator.send(f"{post}/schedule")
    assert "Scheduled" in coordinator.words


async def test_one_person_alone_may_send_where_the_hub_allows_it(
    hub: Hub, signed_in: SignIn, server: FeedServer
) -> None:
    object.__setattr__(hub.app.state.console.services.feeds.items.posts, "needs_two", False)
    object.__setattr__(hub.app.state.console.services.posts, "needs_two", False)
    officer = await signed_in(Role.ADMINISTRATOR)
    await add(officer, server, topic="home")
    await fetch(hub)
    number = await the_item(hub)
    await officer.open(f"/console/feeds/items/{number}")
    assert "Approve and schedule" in officer.words
    await officer.send(
        f"/console/feeds/items/{number}/take",
        then="send", title="Sheds", body="Lock.", topic="home", channels=["web"], on="2100-01-01", at="09:00",
    )  # fmt: skip
    assert "Scheduled" in officer.words


async def the_item(hub: Hub) -> int:
    with hub.database.unit_of_work() as session:
        return session.scalars(select(FeedItem.id)).one()


async def test_what_is_rejected_can_be_put_back(hub: Hub, signed_in: SignIn, server: FeedServer) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await add(officer, server)
    await fetch(hub)
    path = f"/console/feeds/items/{await the_item(hub)}"
    await officer.open(path)
    await officer.send(f"{path}/reject")
    assert "There is nothing here." in officer.words
    await officer.open("/console/feeds?state=rejected")
    assert "Sheds in Upper Vale" in officer.words
    await officer.open(path)
    await officer.send(f"{path}/bring-back")
    assert "Waiting" in officer.words
    assert (await officer.open(f"{path}/picture")).status_code == 404


async def test_rules_are_written_and_taken_away(hub: Hub, signed_in: SignIn, server: FeedServer) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open("/console/feeds/rules")
    await officer.send("/console/feeds/rules/add", kind="leave_out", phrases=".*\nsheds")
    assert "is no word or phrase" in officer.words
    assert ".*" in officer.page
    await officer.send("/console/feeds/rules/add", kind="publish", phrases="sheds")
    assert "choose the source" in officer.words
    await officer.send("/console/feeds/rules/add", kind="leave_out", phrases="sheds")
    assert "Leave out sheds All" in officer.words
    await add(officer, server)
    await fetch(hub)
    await officer.open("/console/feeds?state=left_out")
    assert "left out for “sheds”" in officer.words
    await officer.open("/console/feeds/rules")
    path = re.search(r"/console/feeds/rules/\d+/remove", officer.page)
    assert path
    await officer.send(path[0])
    assert "There is none" in officer.words


async def test_lists_of_feeds_come_in_switched_off_and_go_out(
    hub: Hub, signed_in: SignIn, server: FeedServer
) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await add(officer, server)
    exported = (await officer.client.get("/console/feeds/opml")).content
    assert f'xmlUrl="{server.address}/rss"'.encode() in exported
    fire = b'<outline text="F"><outline text="Fire" xmlUrl="https://fire.example/rss"/></outline>'
    more = exported.replace(b"</body>", fire + b"</body>")
    await officer.open(SOURCES)
    await officer.send("/console/feeds/opml", files={"opml": more})
    assert "1 feed was added, switched off" in officer.words
    assert "this feed is there already" in officer.words
    with hub.database.unit_of_work() as session:
        added = session.scalars(select(FeedSource).where(FeedSource.title == "Fire")).one()
        assert (added.is_on, added.url) == (False, "https://fire.example/rss")
        assert session.scalars(select(Post)).all() == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no xml", "it can't be read"),
        (b"<html/>", "it holds something else"),
        (b"<opml><body/></opml>", "there is no feed"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "declares things of its own"),
        (b"", "it can't be read"),
    ],
)
async def test_what_is_no_list_is_refused(signed_in: SignIn, content: bytes, problem: str) -> None:
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(SOURCES)
    await officer.send("/console/feeds/opml", files={"opml": content})
    assert problem in officer.words


async def test_the_packs_feeds_are_there_and_the_unchecked_off(hub: Hub, signed_in: SignIn) -> None:
    jobs = create_feeds(hub.settings, westshire(), phrases(), hub.database).jobs
    jobs.take_in_pack()
    jobs.take_in_pack()
    officer = await signed_in(Role.HUB_COORDINATOR)
    await officer.open(SOURCES)
    assert "Westshire Police Not fetched yet." in officer.words
    assert "Westshire Council Switched off. Nobody has checked this address yet." in officer.words
