"""News over Telegram: chosen by buttons and by typing, sent, stopped in one tap, changed, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.models import LinkedChat, OutgoingMessage, Subscription
from bot.domain.posts import PostContent, PostStep, PostWords, Topic
from bot.domain.schedules import LOCAL_TIME, Schedule, ScheduleKind
from bot.domain.staff import Actor
from bot.gateways.photos import PhotoFolder, clean_photo
from bot.jobs.posts import PostJobs
from bot.services.audit import AuditService
from bot.services.broadcasts import BroadcastService
from bot.services.held_posts import HeldPostService
from bot.services.post_pictures import PostPictureService
from bot.services.post_sending import PostSendingService
from bot.services.post_suggestions import PostSuggestionService
from bot.services.post_texts import PostTexts
from bot.services.posts import PostService
from bot.services.sent_posts import SentPostService
from bot.services.subscriptions import SubscriptionService
from tests.bot_api.chats import Chat, buttons_of
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import TelegramHub, until
from tests.functional.web.pictures import picture

GROUP = -100200
STAFF = Actor("staff@hub.example")
NOON = datetime(2030, 6, 3, 11, 0, tzinfo=UTC)
"""Noon on the wall of a Monday, outside of quiet hours."""


class Newsroom:
    """The jobs of a hub at noon, and what staff do."""

    def __init__(self, hub: TelegramHub) -> None:
        self.hub, self.now = hub, NOON
        texts = PostTexts(phrases(), "https://hub.example")
        broadcasts = BroadcastService(hub.outbox, frozenset({"telegram"}))
        database, sent = hub.database, SentPostService(hub.database, texts)
        self.posts = PostService(AuditService(), sent, now=lambda: self.now)
        folder = PhotoFolder(hub.home / "pictures")
        self.pictures = PostPictureService(folder, lambda content: clean_photo(content, 10_000_000))
        assert hub.channel.changes is not None
        subscriptions = SubscriptionService(lambda: self.now)
        self.jobs = PostJobs(
            database,
            PostSendingService(database, broadcasts, subscriptions, texts, now=lambda: self.now),
            HeldPostService(database, broadcasts, texts, lambda: self.now),
            sent,
            PostSuggestionService(),
            self.pictures,
            {"telegram": hub.channel.changes},
            lambda: None,
        )

    def take_in(self, size: tuple[int, int] = (60, 40)) -> int:
        """Take in a picture, for a post."""
        with self.hub.database.unit_of_work() as session:
            return self.pictures.add(session, self.pictures.open(picture(size=size))).id

    def publish(
        self,
        title: str,
        topic: Topic = Topic.HOME,
        areas: frozenset[str] = frozenset(),
        picture_id: int | None = None,
    ) -> int:
        """Have a post go out now."""
        soon = (self.now + timedelta(minutes=30)).astimezone(LOCAL_TIME)
        schedule = Schedule(ScheduleKind.ONCE, on=soon.date(), at=soon.time())
        alt = "A shed with a padlock" if picture_id else ""
        words = PostWords(title, "Use **two** locks.\n\n- one & one <more>", alt)
        content = PostContent(words, topic, areas, schedule=schedule, picture=picture_id)
        with self.hub.database.unit_of_work() as session:
            post = self.posts.write(session, STAFF, content)
            for step in (PostStep.SUBMIT, PostStep.APPROVE, PostStep.SCHEDULE):
                self.posts.take(session, STAFF, post, step)
        self.now += timedelta(hours=1)
        self.hub.run(self.jobs.send_due())
        return post.id

    def change(self, post_id: int, content: PostContent) -> None:
        """Have a post say something else, and deliver that."""
        with self.hub.database.unit_of_work() as session:
            post = self.posts.get(session, post_id)
            self.posts.change(session, STAFF, post, content)
            for step in (PostStep.SUBMIT, PostStep.APPROVE):
                self.posts.take(session, STAFF, post, step)
        self.hub.run(self.jobs.change_sent())


@pytest.fixture
def newsroom(hub: TelegramHub) -> Newsroom:
    return Newsroom(hub)


def subscribe(chat: Chat, *answers: str) -> str:
    """Choose by pressing, or by typing what begins with a star; what is said at the end."""
    count = len(chat.heard)
    chat.say("/subscribe")
    for answer in answers:
        count += 1
        chat.wait_for(count)
        if answer.startswith("*"):
            chat.say(answer[1:])
        else:
            chat.press(answer)
    return chat.wait_for(count + 1)[-1]


ALL = ("All news", "All of Westshire", "As it comes", "No, not urgent news", "Never, any time is fine")


class TestSubscribe:
    def test_by_buttons(self, sam: Chat, hub: TelegramHub) -> None:
        said = subscribe(sam, "Scams", "Cars and bikes", "Done", "Southvale", "Once a week", "Yes, at once")
        assert said.startswith(
            "Done. This is what you get: Cars and bikes and Scams for Southvale, once a week."
        )
        with hub.database.unit_of_work() as session:
            row = session.scalars(select(Subscription)).one()
            assert (row.topics, row.areas, row.is_urgent) == (["scams", "vehicles"], ["southvale"], True)

    def test_a_link_begins_it(self, sam: Chat) -> None:
        sam.say("/start subscribe")
        assert sam.wait_for(1)[0].startswith("What news do you want?")

    def test_by_typing_titles_and_a_place(self, sam: Chat, hub: TelegramHub) -> None:
        said = subscribe(
            sam, "*all news", "*Hollinbeck", "*as it comes", "*no, not urgent news", "*From 11 at night to 6"
        )
        assert "This is what you get: All news for Northvale, as it comes." in said
        with hub.database.unit_of_work() as session:
            row = session.scalars(select(Subscription)).one()
            assert (row.quiet_from, row.quiet_until, row.topics) == (23, 6, [])

    def test_words_that_are_no_place_mean_what_they_mean(self, sam: Chat, hub: TelegramHub) -> None:
        assert subscribe(sam, "All news", "*my bike was stolen from the shed last night") == "Where is it?"
        assert hub.rasa.told[-1].message == "my bike was stolen from the shed last night"

    def test_choosing_again_replaces_what_was_chosen(self, sam: Chat, hub: TelegramHub) -> None:
        subscribe(sam, *ALL)
        subscribe(sam, "Scams", "Done", "Southvale", "Once a day", "No, not urgent news")
        with hub.database.unit_of_work() as session:
            assert [(row.topics, row.frequency) for row in session.scalars(select(Subscription))] == [
                (["scams"], "daily")
            ]


class TestNews:
    def test_it_comes_and_stops_in_one_tap(self, sam: Chat, alex: Chat, newsroom: Newsroom) -> None:
        subscribe(sam, *ALL)
        subscribe(alex, "Scams", "Done", *ALL[1:])
        count = len(sam.heard)
        newsroom.publish("Lock your shed")
        sam.wait_for(count + 1)
        assert sam.texts[-1] == "Lock your shed\n\nUse two locks.\n\n• one & one <more>"
        sam.press("Stop the news")
        assert sam.wait_for(count + 2)[-1].startswith("Done. You get no more news")
        newsroom.publish("Lock your bike", Topic.SCAMS)
        alex.wait(lambda heard: "Lock your bike" in heard[-1]["text"])
        assert len(sam.heard) == count + 2
        assert not any("Lock your shed" in text for text in alex.texts)

    def test_nobody_presses_for_somebody_else(self, sam: Chat, alex: Chat, newsroom: Newsroom) -> None:
        subscribe(sam, *ALL)
        newsroom.publish("Lock your shed")
        (message,) = sam.wait(lambda heard: "shed" in heard[-1]["text"])[-1:]
        alex.say("hello")
        alex.wait_for(1)
        alex.press_data(buttons_of(message)[0]["callback_data"])
        alex.wait_for(2)
        with newsroom.hub.database.unit_of_work() as session:
            assert len(session.scalars(select(Subscription)).all()) == 1

    def test_what_was_sent_is_changed_and_taken_back(self, sam: Chat, newsroom: Newsroom) -> None:
        group = Chat.shared(sam.state, GROUP, "supergroup")
        with newsroom.hub.database.unit_of_work() as session:
            session.add(LinkedChat(channel="telegram", address=str(GROUP)))
        subscribe(sam, *ALL)
        post_id = newsroom.publish("Lock your shed")
        sam.wait(lambda heard: "shed" in heard[-1]["text"])
        group.wait_for(1)
        until_sent(newsroom)
        with newsroom.hub.database.unit_of_work() as session:
            post = newsroom.posts.get(session, post_id)
            content = PostContent(PostWords("Lock your barn", "Now."), Topic.HOME)
            newsroom.posts.change(session, STAFF, post, content)
        newsroom.hub.run(newsroom.jobs.change_sent())
        assert "Lock your shed" in sam.texts[-1]  # Nobody has approved it yet.
        with newsroom.hub.database.unit_of_work() as session:
            post = newsroom.posts.get(session, post_id)
            for step in (PostStep.SUBMIT, PostStep.APPROVE):
                newsroom.posts.take(session, STAFF, post, step)
        newsroom.hub.run(newsroom.jobs.change_sent())
        assert sam.texts[-1] == group.texts[-1] == "Lock your barn\n\nNow."
        assert [button["text"] for button in buttons_of(sam.heard[-1])] == ["Stop the news"]
        count = len(sam.heard)
        sam.state.undeletable.add(group.heard[-1]["message_id"])
        with newsroom.hub.database.unit_of_work() as session:
            newsroom.posts.take(session, STAFF, newsroom.posts.get(session, post_id), PostStep.RETRACT)
        newsroom.hub.run(newsroom.jobs.change_sent())
        assert len(sam.heard) == count - 1
        struck = [given for name, given in sam.state.requests if name == "editMessageText"][-1]
        assert struck["text"].startswith("<s>")


class TestPictures:
    def test_it_comes_with_the_words_under_it_and_changes_where_it_stands(
        self, sam: Chat, alex: Chat, newsroom: Newsroom
    ) -> None:
        subscribe(sam, *ALL)
        subscribe(alex, *ALL)
        post_id = newsroom.publish("Lock your shed", picture_id=newsroom.take_in())
        for chat in (sam, alex):
            chat.wait(lambda heard: "photo" in heard[-1])
            assert chat.texts[-1].startswith("Lock your shed\n\nUse two locks.")
            assert [button["text"] for button in buttons_of(chat.heard[-1])] == ["Stop the news"]
        uploads = [given for name, given in sam.state.requests if name == "sendPhoto"]
        assert sorted(isinstance(given["photo"], bytes) for given in uploads) == [False, True]
        until_sent(newsroom)

        first = sam.heard[-1]["photo"]
        words = PostWords("Lock your barn", "Now.", "A barn")
        newsroom.change(post_id, PostContent(words, Topic.HOME, picture=newsroom.take_in((80, 20))))
        assert (sam.texts[-1], sam.heard[-1]["photo"] == first) == ("Lock your barn\n\nNow.", False)
        with newsroom.hub.database.unit_of_work() as session:
            kept = newsroom.posts.get(session, post_id).picture_id
        newsroom.change(post_id, PostContent(PostWords("Bar", "Now.", "A bar"), Topic.HOME, picture=kept))
        assert sam.texts[-1] == "Bar\n\nNow."
        assert [name for name, _ in sam.state.requests if name == "editMessageCaption"] != []

    def test_one_that_is_taken_back_shows_nothing_more(self, sam: Chat, newsroom: Newsroom) -> None:
        subscribe(sam, *ALL)
        post_id = newsroom.publish("Lock your shed", picture_id=newsroom.take_in())
        (message,) = sam.wait(lambda heard: "photo" in heard[-1])[-1:]
        until_sent(newsroom)
        before = message["photo"]
        sam.state.undeletable.add(message["message_id"])
        with newsroom.hub.database.unit_of_work() as session:
            newsroom.posts.take(session, STAFF, newsroom.posts.get(session, post_id), PostStep.RETRACT)
        newsroom.hub.run(newsroom.jobs.change_sent())
        assert sam.heard[-1]["photo"] != before


def until_sent(newsroom: Newsroom) -> None:
    """Wait until what was delivered is written down too."""

    def is_sent() -> bool:
        with newsroom.hub.database.unit_of_work() as session:
            return set(session.scalars(select(OutgoingMessage.state))) == {"sent"}

    until(is_sent)
