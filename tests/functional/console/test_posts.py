"""Posts in the console: written by one, approved by another, shown as each channel will show them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.models import Concern, Post
from bot.domain.staff import Role
from tests.fakes.hub import Hub
from tests.functional.console.conftest import SignIn
from tests.functional.console.officer import Officer

pytestmark = pytest.mark.anyio

WORDS: dict[str, str | list[str]] = {
    "title": "Lock your <shed>",
    "body": "Use **two** locks. <b>x</b>",
    "topic": "home",
    "channels": ["telegram", "web"],
    "link": "/advice/locks",
    "kind": "weekly",
    "days": ["thu"],
    "at": "17:00",
    "late_hours": "2",
    "title_pl": "Zamknij szopę",
    "body_pl": "Dwa zamki.",
}


async def write(officer: Officer, **other: str | list[str]) -> str:
    await officer.open("/console/posts/write")
    await officer.send("/console/posts/write", **{**WORDS, **other})
    return officer.path


async def test_one_writes_and_another_approves(hub: Hub, signed_in: SignIn) -> None:
    writer = await signed_in(Role.HUB_OFFICER)
    path = await write(writer)
    assert re.fullmatch(r"/console/posts/\d+", path)
    await writer.send(f"{path}/submit")
    assert "You wrote this: somebody else has to approve it." in writer.words
    assert f"{path}/approve" not in writer.page
    assert f"{path}/reject" in writer.page
    refused = await writer.send(f"{path}/approve")
    assert refused.status_code == 422
    assert "somebody else has to approve" in writer.words
    approver = await signed_in(Role.HUB_COORDINATOR)
    await approver.open(path)
    assert f"{path}/approve" in approver.page
    await approver.send(f"{path}/approve")
    await approver.send(f"{path}/schedule")
    assert "Scheduled" in approver.words
    assert "Goes out" in approver.words
    assert "Approve, by hub_coordinator@hub.example" in approver.words
    with hub.database.unit_of_work() as session:
        post = session.scalars(select(Post)).one()
        assert post.schedule is not None
        assert (post.schedule["late_minutes"], post.versions["pl"]["title"]) == (120, "Zamknij szopę")
    await approver.open(f"{path}/edit")
    assert 'value="Lock your &lt;shed&gt;"' in approver.page
    await approver.send(f"{path}/edit", **WORDS)
    assert "Scheduled" in approver.words  # Nothing changed.


async def test_who_has_some_areas_sees_what_is_theirs_to_do(hub: Hub, signed_in: SignIn) -> None:
    everywhere = await signed_in(Role.HUB_COORDINATOR)
    path = await write(everywhere)
    limited = await signed_in(Role.HUB_OFFICER, areas=frozenset({"northvale"}))
    await limited.open(path)
    assert "somebody who has them too can change it" in limited.words
    assert "/submit" not in limited.page
    await write(limited)
    assert "this post is for other areas than yours" in limited.words
    await write(limited, areas=["northvale"])
    assert re.fullmatch(r"/console/posts/\d+", limited.path)


async def test_it_is_shown_as_each_channel_will(signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await write(officer)
    telegram = officer.page.partition('data-testid="telegram-en"')[2].partition("</div>")[0]
    assert "<b>Lock your &lt;shed&gt;</b>" in telegram
    assert "Use <b>two</b> locks. &lt;b&gt;x&lt;/b&gt;" in telegram
    assert "Stop the news" in telegram
    web = officer.page.partition('data-testid="web-en"')[2].partition("</div>")[0]
    assert "Use <strong>two</strong> locks" in web
    assert 'data-testid="telegram-pl"' in officer.page
    chat = officer.page.partition('data-testid="chat-en"')[2].partition("</div>")[0]
    assert "<strong>Lock your &lt;shed&gt;</strong>" in chat
    assert "Who reads ro, uk gets the English one" in officer.words


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"title": ""}, "can't be empty"),
        ({"topic": "support"}, "on the web only"),
        ({"link": "javascript:alert(1)"}, "has to begin with https://"),
        ({"kind": "weekly", "days": []}, "needs weekdays"),
        ({"kind": "cron", "cron": "* * * * *"}, "the minute has to be a number"),
        ({"at": "late"}, "Invalid isoformat"),
        ({"expires_on": "soon"}, "Invalid isoformat"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_lost(
    hub: Hub, signed_in: SignIn, other: dict[str, str | list[str]], problem: str
) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await write(officer, **other)
    assert problem in officer.words
    assert "Use **two** locks." in officer.page
    with hub.database.unit_of_work() as session:
        assert session.scalars(select(Post)).all() == []


async def test_a_rise_suggests_a_post_with_its_figures(hub: Hub, signed_in: SignIn) -> None:
    officer = await signed_in(Role.HUB_OFFICER)
    await write(officer)
    with hub.database.unit_of_work() as session:
        for number in range(12):
            session.add(_burglary(number, days=number))
        for number in range(12, 16):
            session.add(_burglary(number, days=80 + number))
        hub.app.state.console.services.suggestions.suggest(session)
    await officer.open("/console/posts")
    assert "Burglary is up in Northvale 12 reports in 8 weeks, 4 in the 24 weeks before." in officer.words
    assert "Lock your <shed>" in officer.words
    found = re.search(r"/console/posts/suggestions/\d+/dismiss", officer.page)
    assert found
    elsewhere = await signed_in(Role.HUB_OFFICER, "south@hub.example", areas=frozenset({"southvale"}))
    await elsewhere.open("/console/posts")
    assert "Burglary is up" not in elsewhere.words
    assert (await elsewhere.send(found[0])).status_code == 404
    await officer.send(found[0])
    assert "Burglary is up" not in officer.words
    with hub.database.unit_of_work() as session:
        assert session.scalars(select(Post.state)).all() == ["draft"]  # Nothing went out by itself.


def _burglary(number: int, days: int) -> Concern:
    filed = datetime.now(UTC) - timedelta(days=days)
    return Concern(
        reference=f"LF-TEST-{number:04}",
        draft_id=f"draft{number}",
        position=0,
        channel="web",
        category="burglary",
        description="made up",
        hub_area="northvale",
        why="made up",
        target_on=filed.date(),
        filed_at=filed,
        retain_until=filed.date() + timedelta(days=730),
    )
