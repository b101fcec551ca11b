"""News in web chats: put there once at its time, in the reader's language, changed and taken back there."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from sqlalchemy import select

from bot.db.models import Conversation, Direction, Message, MessageState
from bot.domain.posts import PostStep, PostWords
from bot.domain.schedules import Schedule, ScheduleKind
from bot.domain.subscriptions import Frequency, Wish
from bot.services.typed_buttons import find_typed_button
from tests.unit.posts.conftest import APPROVER, Newsroom

NOON = Schedule(ScheduleKind.DAILY, at=time(12))


def test_it_comes_once_at_its_time_and_stops_in_one_tap(newsroom: Newsroom) -> None:
    newsroom.subscriber("ann", channel="web")
    newsroom.scheduled(NOON)
    newsroom.clock.turn(hours=4)
    assert [newsroom.sending.send_due() for _ in range(2)] == [1, 0]
    (news,) = newsroom.chat("ann")
    assert news.text == "Lock your shed\n\nUse two locks.\n\n• one on the door"
    assert [button["payload"] for button in news.content["buttons"]] == ["/unsubscribe"]
    assert newsroom.put() == []
    with newsroom.database.unit_of_work() as session:
        conversation = session.scalars(select(Conversation)).one()
        newsroom.subscriptions.unsubscribe(session, conversation)
    newsroom.clock.turn(days=1)
    assert newsroom.sending.send_due() == 1
    assert len(newsroom.chat("ann")) == 1


def test_only_posts_for_the_web_and_never_what_is_on_pages_only(newsroom: Newsroom) -> None:
    newsroom.subscriber("ann", channel="web")
    newsroom.scheduled(NOON, channels=frozenset({"telegram"}))
    newsroom.clock.turn(hours=4)
    newsroom.sending.send_due()
    assert newsroom.chat("ann") == []


def test_quiet_hours_and_digests_hold_it(newsroom: Newsroom) -> None:
    newsroom.subscriber("quiet", Wish(quiet=(11, 15)), channel="web")
    newsroom.subscriber("daily", Wish(frequency=Frequency.DAILY), channel="web")
    newsroom.scheduled(NOON)
    newsroom.scheduled(Schedule(ScheduleKind.DAILY, at=time(13)))
    newsroom.clock.turn(hours=4)
    newsroom.sending.send_due()
    assert (newsroom.chat("quiet"), newsroom.chat("daily")) == ([], [])
    newsroom.clock.turn(hours=2, minutes=1)
    newsroom.held.send_due()
    assert (len(newsroom.chat("quiet")), newsroom.chat("daily")) == (1, [])
    newsroom.clock.turn(hours=2)
    newsroom.held.send_due()
    (digest,) = newsroom.chat("daily")
    assert (digest.text or "").count("Lock your shed") == 2


def test_it_is_changed_and_taken_back_where_it_stands(newsroom: Newsroom) -> None:
    newsroom.subscriber("ann", channel="web")
    newsroom.subscriber("ola", channel="web", language="pl")
    versions = {"pl": PostWords("Zamknij szopę", "Dwie kłódki.")}
    post_id = newsroom.scheduled(NOON, versions=versions)
    newsroom.clock.turn(hours=4)
    newsroom.sending.send_due()
    assert (newsroom.chat("ola")[0].text, newsroom.chat("ola")[0].changed_at) == (
        "Zamknij szopę\n\nDwie kłódki.",
        None,
    )
    changed = replace(newsroom.content(NOON), words=PostWords("Lock your barn", "Now."), versions={})
    newsroom.change(post_id, changed)
    (news,) = newsroom.chat("ann")
    assert (news.text, news.changed_at) == ("Lock your barn\n\nNow.", newsroom.clock())
    assert (newsroom.chat("ola")[0].text or "").startswith("(Po angielsku)\n\nLock your barn")
    with newsroom.database.unit_of_work() as session:
        newsroom.posts.take(session, APPROVER, newsroom.post(session, post_id), PostStep.RETRACT)
    assert [m.text for m in newsroom.chat("ann")] == ["This news was taken back."]
    assert "buttons" not in newsroom.chat("ann")[0].content


def test_what_a_question_offers_stays_open_beside_news(newsroom: Newsroom) -> None:
    newsroom.subscriber("ann", channel="web")
    with newsroom.database.unit_of_work() as session:
        conversation = session.scalars(select(Conversation)).one()
        question = Message(
            conversation_id=conversation.id,
            direction=Direction.OUT,
            channel="web",
            external_id="answer:1:0",
            text="Is it going on now?",
            content={"buttons": [{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}]},
            state=MessageState.SENT,
        )
        session.add(question)
    newsroom.scheduled(NOON)
    newsroom.clock.turn(hours=4)
    newsroom.sending.send_due()
    with newsroom.database.unit_of_work() as session:
        conversation = session.scalars(select(Conversation)).one()
        said = {
            text: find_typed_button(session.connection(), conversation.id, text)
            for text in ("yes", "Stop the news", "maybe")
        }
    assert said == {"yes": "/yes", "Stop the news": "/unsubscribe", "maybe": None}


def test_who_reads_another_language_is_told_that_it_is_in_english(newsroom: Newsroom) -> None:
    newsroom.subscriber("ola", language="pl")
    newsroom.subscriber("daily", Wish(frequency=Frequency.DAILY), language="uk")
    newsroom.scheduled(NOON)
    newsroom.scheduled(NOON)
    newsroom.clock.turn(hours=4)
    newsroom.sending.send_due()
    assert {message.content["note"] for message in newsroom.put()} == {"(Po angielsku)"}
    newsroom.clock.turn(hours=5)
    newsroom.held.send_due()
    digest = newsroom.put()[-1].content["text"]
    assert digest.count("**Lock your shed** (Англійською)") == 2
