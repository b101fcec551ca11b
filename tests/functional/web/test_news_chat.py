"""News in the web chat: chosen there, shown when the chat is open or opened again, changed and taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select

from bot.channels.web import chat_events
from bot.db.models import Subscription
from bot.domain.posts import PostContent, PostStep, PostWords, Topic
from bot.domain.schedules import LOCAL_TIME, Schedule, ScheduleKind
from bot.domain.staff import Actor
from bot.services.broadcasts import BroadcastService
from bot.services.chat_news import ChatNewsService
from bot.services.outbox import OutboxService
from bot.services.post_sending import PostSendingService
from bot.services.subscriptions import SubscriptionService
from tests.fakes.hub import Hub
from tests.functional.web.visitor import Visitor

pytestmark = pytest.mark.anyio
STAFF, OTHER = Actor("staff@hub.example", 1), Actor("other@hub.example", 2)
NOON = datetime(2030, 6, 3, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once, and end after two looks."""
    monkeypatch.setattr(chat_events, "POLL_SECONDS", 0)
    monkeypatch.setattr(chat_events, "_MOST_LOOKS", 2)


async def say(program: httpx.AsyncClient, **message: str) -> dict[str, object]:
    response = await program.post("/api/chat/messages", json=message)
    replies: list[dict[str, object]] = response.json()["messages"]
    return replies[-1]


def publish(hub: Hub, title: str) -> int:
    """Have a post go out, with the services of the hub."""
    console = hub.app.state.console.services
    local = NOON.astimezone(LOCAL_TIME)
    schedule = Schedule(ScheduleKind.ONCE, on=local.date(), at=local.time())
    words = PostWords(title, "Use **two** locks. <b>x</b> [more](https://hub.example/x)")
    with hub.database.unit_of_work() as session:
        post = console.posts.write(session, STAFF, PostContent(words, Topic.HOME, schedule=schedule))
        for step in (PostStep.SUBMIT, PostStep.APPROVE, PostStep.SCHEDULE):
            console.posts.take(session, OTHER, post, step)
        post_id = int(post.id)
    broadcasts = BroadcastService(OutboxService(hub.database), (), ChatNewsService({"web"}))
    later = NOON + timedelta(minutes=1)
    sending = PostSendingService(
        hub.database, broadcasts, SubscriptionService(), console.posts.sent.texts, now=lambda: later
    )
    assert sending.send_due() == 1
    return post_id


def retract(hub: Hub, post_id: int) -> None:
    posts = hub.app.state.console.services.posts
    with hub.database.unit_of_work() as session:
        posts.take(session, OTHER, posts.get(session, post_id), PostStep.RETRACT)


def events(text: str) -> list[tuple[str, str]]:
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            found.append((fields["event"], json.loads(fields["data"])["html"]))
    return found


async def test_it_is_chosen_as_on_any_channel(hub: Hub, program: httpx.AsyncClient) -> None:
    asked = await say(program, payload="/subscribe")
    assert "What news do you want?" in str(asked["text"])
    for words in ("Scams", "Done", "Southvale", "As it comes", "Yes, at once", "Never"):
        told = await say(program, text=words)
    assert "This is what you get: Scams for Southvale" in str(told["text"])
    with hub.database.unit_of_work() as session:
        row = session.scalars(select(Subscription)).one()
        assert (row.topics, row.areas, row.is_urgent) == (["scams"], ["southvale"], True)
    stopped = await say(program, payload="/unsubscribe")
    assert "You get no more news" in str(stopped["text"])


async def subscribe(visitor: Visitor) -> None:
    for payload in ("/subscribe", '/choose{"value": "news:done|||at_once||"}'):
        await visitor.send("", payload=payload)


async def test_it_appears_by_itself_and_again_on_coming_back(hub: Hub, visitor: Visitor) -> None:
    await subscribe(visitor)
    publish(hub, "Lock your shed")
    stream = await visitor.client.get("/chat/events", params={"after": 4})
    ((kind, html),) = events(stream.text)
    assert kind == "answer"
    assert "app-message--news" in html
    assert "Use <strong>two</strong> locks. &lt;b&gt;x&lt;/b&gt;" in html
    assert 'value="/unsubscribe"' in html
    await visitor.send("mattresses")
    await visitor.open()
    news = visitor.page.partition("app-message--news")[2].partition("app-message--mine")[0]
    assert "Use <strong>two</strong>" in news
    assert 'value="/unsubscribe"' in news  # What was said since answered something else.


async def test_what_was_taken_back_goes_from_an_open_page(hub: Hub, visitor: Visitor) -> None:
    await subscribe(visitor)
    post_id = publish(hub, "Lock your shed")
    retract(hub, post_id)
    stream = await visitor.client.get("/chat/events", params={"after": 99})
    ((kind, html),) = events(stream.text)
    assert kind == "change"
    assert "This news was taken back." in html
    assert "/unsubscribe" not in html


async def test_programs_get_its_words(hub: Hub, program: httpx.AsyncClient) -> None:
    for payload in ("/subscribe", '/choose{"value": "news:done|||at_once||"}'):
        await say(program, payload=payload)
    publish(hub, "Lock your shed")
    history = (await program.get("/api/chat/messages")).json()["messages"]
    assert history[-1]["text"].startswith("Lock your shed\n\nUse two locks.")
    assert (history[-1]["picture"], history[-1]["changed_at"]) == (None, None)
