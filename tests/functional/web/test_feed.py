"""The public feed, as browsers and feed readers get it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import feedparser
import httpx
import pytest

from bot.db.models import OccurrenceState, PostOccurrence
from bot.domain.posts import PostContent, PostStep, PostWords, Topic
from bot.domain.schedules import Schedule, ScheduleKind
from bot.domain.staff import Actor
from bot.services.posts import PostService
from tests.fakes.hub import Hub
from tests.functional.web.visitor import Visitor, client_for

pytestmark = pytest.mark.anyio
STAFF = Actor("staff@hub.example", 1)
NOBODY = Actor("other@hub.example", 2)


@pytest.fixture
def posts(hub: Hub) -> PostService:
    made: PostService = hub.app.state.console.services.posts
    return made


def publish(hub: Hub, posts: PostService, title: str, topic: Topic = Topic.HOME, **given: object) -> int:
    """A post that has just gone out."""
    schedule = Schedule(ScheduleKind.ONCE, on=date(2100, 1, 1), at=time(9))
    content = PostContent(
        PostWords(title, given.pop("body", "Use **two** locks.")),  # type: ignore[arg-type]
        topic,
        schedule=schedule,
        channels=frozenset({"web"}),
        **given,  # type: ignore[arg-type]
    )
    with hub.database.unit_of_work() as session:
        post = posts.write(session, STAFF, content)
        for step in (PostStep.SUBMIT, PostStep.APPROVE, PostStep.SCHEDULE):
            posts.take(session, NOBODY, post, step)
        session.add(PostOccurrence(post_id=post.id, due_at=datetime.now(UTC), state=OccurrenceState.SENT))
        return post.id


async def test_the_page_shows_posts_by_topic_and_area(hub: Hub, posts: PostService, visitor: Visitor) -> None:
    area = next(iter(hub.app.state.console.services.area_names))
    publish(hub, posts, "Sheds", areas=frozenset({area}))
    publish(hub, posts, "Scams", Topic.SCAMS, body="<script>alert(1)</script> [x](javascript:alert(1))")
    whole = (await visitor.client.get("/feed")).text
    assert "Sheds" in whole
    assert "<strong>two</strong>" in whole
    assert "<script>alert" not in whole
    assert 'href="javascript' not in whole
    by_topic = (await visitor.client.get("/feed?topic=scams&area=")).text
    assert ("Sheds" in by_topic, "Scams</a>" in by_topic) == (False, True)
    by_area = (await visitor.client.get(f"/feed?area={area}")).text
    assert ("Sheds</a>" in by_area, "Scams</a>" in by_area) == (True, True)
    assert (await visitor.client.get("/feed?topic=nonsense")).status_code == 404


async def test_atom_and_json_say_the_same(hub: Hub, posts: PostService, visitor: Visitor) -> None:
    publish(hub, posts, "Sheds & <garages>", link="/advice/burglary")
    atom = feedparser.parse((await visitor.client.get("/feed.atom")).content)
    assert not atom.bozo
    (entry,) = atom.entries
    (item,) = (await visitor.client.get("/feed.json")).json()["items"]
    assert (entry.title, item["title"]) == ("Sheds & <garages>", "Sheds & <garages>")
    assert entry.id == item["id"]
    assert entry.content[0].value.strip() == item["content_html"].strip()
    shown = await visitor.client.get(httpx.URL(item["url"]).path)
    assert shown.status_code == 200
    assert "Sheds &amp; &lt;garages&gt;" in shown.text


async def test_each_reads_their_language_or_is_told_that_it_is_english(
    hub: Hub, posts: PostService, visitor: Visitor
) -> None:
    publish(hub, posts, "Sheds", versions={"pl": PostWords("Szopy", "Dwie kłódki.")})
    publish(hub, posts, "Bikes")
    page = (await visitor.client.get("/feed", headers={"Accept-Language": "pl"})).text
    assert "Szopy</a>" in page
    assert "Sheds" not in page
    assert page.count("(Po angielsku)") == 1
    assert '<article lang="en">' in page
    assert "/feed.json?lang=pl" in page
    feed = (await visitor.client.get("/feed.json?lang=pl")).json()
    assert feed["language"] == "pl"
    assert {(item["title"], item["language"]) for item in feed["items"]} == {
        ("Szopy", "pl"),
        ("Bikes", "en-GB"),
    }
    atom = feedparser.parse((await visitor.client.get("/feed.atom?lang=pl")).content)
    assert sorted(entry.title for entry in atom.entries) == ["Bikes", "Szopy"]
    assert (await visitor.client.get("/feed.json?lang=xx")).status_code == 404


async def test_a_reader_that_knows_it_gets_nothing_again(hub: Hub, posts: PostService) -> None:
    post_id = publish(hub, posts, "Sheds")
    async with client_for(hub) as reader:
        for path in ("/feed.atom", "/feed.json"):
            first = await reader.get(path)
            known = {"If-None-Match": first.headers["etag"]}
            dated = {"If-Modified-Since": first.headers["last-modified"]}
            assert [(await reader.get(path, headers=h)).status_code for h in (known, dated)] == [304, 304]
            weak = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
            assert (await reader.get(path, headers=weak)).status_code == 304
            # The tag goes before the date.
            assert (await reader.get(path, headers={**dated, "If-None-Match": '"x"'})).status_code == 200
            broken = {"If-Modified-Since": "some day"}
            assert (await reader.get(path, headers=broken)).status_code == 200
        with hub.database.unit_of_work() as session:
            posts.take(session, NOBODY, posts.get(session, post_id), PostStep.RETRACT)
        gone = await reader.get("/feed.json", headers=known)
        assert (gone.status_code, gone.json()["items"]) == (200, [])


async def test_what_may_put_somebody_in_danger_shows_the_way_out(
    hub: Hub, posts: PostService, visitor: Visitor
) -> None:
    assert "app-exit" not in (await visitor.client.get("/feed")).text
    publish(hub, posts, "If home isn't safe", Topic.SUPPORT)
    assert "app-exit" in (await visitor.client.get("/feed")).text
