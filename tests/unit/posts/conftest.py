"""Posts on a database of each kind, with a clock to turn."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import ContactPoint, Conversation, Message, OutgoingMessage, Post, PostOccurrence
from bot.db.session import Database
from bot.domain.posts import PostContent, PostStep, PostWords, Topic
from bot.domain.schedules import Schedule
from bot.domain.staff import Actor
from bot.domain.subscriptions import Wish
from bot.services.audit import AuditService
from bot.services.broadcasts import BroadcastService
from bot.services.chat_news import ChatNewsService
from bot.services.held_posts import HeldPostService
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.post_sending import PostSendingService
from bot.services.post_texts import PostTexts
from bot.services.posts import PostService
from bot.services.sent_posts import SentPostService
from bot.services.subscriptions import SubscriptionService
from tests.fakes.reports import phrases
from tests.unit.queues.conftest import Clock
from tests.unit.queues.conftest import clock as clock
from tests.unit.queues.conftest import database as database
from tests.unit.queues.conftest import postgres as postgres

WRITER, APPROVER = Actor("writer@hub.example", 1), Actor("approver@hub.example", 2)


@dataclass(slots=True)
class Newsroom:
    """The services of one hub, and shortcuts through them."""

    database: Database
    clock: Clock
    posts: PostService
    sending: PostSendingService
    held: HeldPostService
    sent: SentPostService
    subscriptions: SubscriptionService

    def content(self, schedule: Schedule | None = None, **given: object) -> PostContent:
        words = PostWords("Lock your shed", "Use **two** locks.\n\n- one on the door")
        return PostContent(words=words, topic=Topic.HOME, schedule=schedule, **given)  # type: ignore[arg-type]

    def scheduled(self, schedule: Schedule, **given: object) -> int:
        with self.database.unit_of_work() as session:
            post = self.posts.write(session, WRITER, self.content(schedule, **given))
            for step in (PostStep.SUBMIT, PostStep.APPROVE, PostStep.SCHEDULE):
                self.posts.take(session, APPROVER, post, step)
            return post.id

    def subscriber(
        self, name: str, wish: Wish | None = None, channel: str = "telegram", language: str = "en"
    ) -> int:
        with self.database.unit_of_work() as session:
            conversation = PeopleService().meet(session, channel, name)
            conversation.person.language = language
            self.subscriptions.subscribe(session, conversation, wish or Wish(quiet=None))
            return session.scalars(select(ContactPoint.id).where(ContactPoint.address == name)).one()

    def chat(self, name: str) -> list[Message]:
        """What stands in somebody's web chat."""
        with self.database.unit_of_work() as session:
            conversation = PeopleService().meet(session, "web", name)
            query = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.id)
            return list(session.scalars(query))

    def change(self, post_id: int, content: PostContent) -> None:
        """Have a post say something else, approved."""
        with self.database.unit_of_work() as session:
            post = self.posts.get(session, post_id)
            self.posts.change(session, WRITER, post, content)
            for step in (PostStep.SUBMIT, PostStep.APPROVE):
                self.posts.take(session, APPROVER, post, step)

    def put(self) -> list[OutgoingMessage]:
        with self.database.unit_of_work() as session:
            return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))

    def occurrences(self) -> list[tuple[str, str]]:
        with self.database.unit_of_work() as session:
            rows = session.scalars(select(PostOccurrence).order_by(PostOccurrence.due_at))
            return [(f"{row.due_at:%m-%d %H:%M}", str(row.state)) for row in rows]

    def post(self, session: Session, post_id: int) -> Post:
        return self.posts.get(session, post_id)

    def conversation(self, session: Session, name: str) -> Conversation:
        return PeopleService().meet(session, "telegram", name)


def create_newsroom(database: Database, clock: Clock) -> Newsroom:
    texts = PostTexts(phrases(), "https://hub.example")
    chats = ChatNewsService(frozenset({"web"}), clock)
    sent = SentPostService(database, texts, chats, clock)
    subscriptions = SubscriptionService(clock)
    outbox = OutboxService(database, now=clock)
    broadcasts = BroadcastService(outbox, frozenset({"telegram"}), chats)
    return Newsroom(
        database,
        clock,
        PostService(AuditService(), sent, now=clock),
        PostSendingService(database, broadcasts, subscriptions, texts, now=clock),
        HeldPostService(database, broadcasts, texts, clock),
        sent,
        subscriptions,
    )


@pytest.fixture
def newsroom(database: Database, clock: Clock) -> Newsroom:
    return create_newsroom(database, clock)
