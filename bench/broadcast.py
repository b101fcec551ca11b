"""Measures a post to many subscribers: the real way of a post, outbox, worker, limits and client.

A stand-in for Telegram takes it over HTTP. Most get it as it comes; for some it is held until their
quiet hours end, or until their digest.
"""

from __future__ import annotations

import asyncio
import time as clock
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, insert, select

from bench.errors import BenchError
from bench.queue_figures import Broadcast
from bot.channels.telegram import CHANNEL
from bot.db.models import ContactPoint, OutgoingMessage, OutgoingState, Person, Post, Subscription
from bot.db.session import Database
from bot.domain.posts import PostState, Topic
from bot.domain.schedules import Schedule, ScheduleKind
from bot.domain.subscriptions import Frequency
from bot.gateways.photos import blank_picture
from bot.gateways.telegram_api import TelegramApi
from bot.gateways.telegram_buttons import TelegramButtons
from bot.gateways.telegram_limits import MESSAGES_PER_SECOND
from bot.gateways.telegram_pictures import TelegramPictures
from bot.gateways.telegram_posts import TelegramPosts
from bot.gateways.telegram_sender import TelegramSender
from bot.jobs.outbox import OutboxWorker
from bot.services.broadcasts import BroadcastService
from bot.services.held_posts import HeldPostService
from bot.services.outbox import OutboxService
from bot.services.post_sending import PostSendingService
from bot.services.post_texts import PostTexts
from bot.services.subscriptions import SubscriptionService
from tests.bot_api.server import BotApi
from tests.fakes.reports import phrases

_FIRST_CHAT = 1_000_001
_HUB = "https://hub.example"
_LOOK_SECONDS = 0.5
_SAY_SECONDS = 30.0
_STOP_SECONDS = 5.0
_SLOWEST_SHARE = 0.25
"""What is slower than that share of the allowed rate will not end."""
_QUIET_EVERY, _DIGEST_EVERY = 10, 10
"""One subscriber in so many has quiet hours when the post goes out, and one in so many a digest a day."""
_NOON = datetime(2027, 6, 7, 11, tzinfo=UTC)
"""By the clock on the wall of a Monday; when all that was held is due is some hours later."""
_ALL_DUE = _NOON + timedelta(hours=12)
_BODY = (
    "Two sheds in your street were broken into this week. **Lock yours**, take a photo of what is in it, and "
    "keep ladders inside. Call 101 to tell the police what you saw."
)


def measure_broadcast(database: Database, subscribers: int, say: Callable[[str], None]) -> Broadcast:
    """Send one post to so many people, of whom the database knows none yet; raises BenchError."""
    api = BotApi()
    try:
        _subscribe(database, api, subscribers)
        return asyncio.run(_broadcast(database, api, subscribers, say))
    finally:
        api.close()


def _subscribe(database: Database, api: BotApi, subscribers: int) -> None:
    """Make people who asked for news, each in one of the ways."""
    chats = range(_FIRST_CHAT, _FIRST_CHAT + subscribers)
    for chat in chats:
        api.person(chat)
    with database.unit_of_work() as session:
        session.execute(insert(Person), [{"id": f"bench-{chat}"} for chat in chats])
        session.execute(
            insert(ContactPoint),
            [{"person_id": f"bench-{chat}", "channel": CHANNEL, "address": str(chat)} for chat in chats],
        )
        of_channel = select(ContactPoint.id).where(ContactPoint.channel == CHANNEL)
        points = session.scalars(of_channel.order_by(ContactPoint.id)).all()
        session.execute(insert(Subscription), [_wish(number, point) for number, point in enumerate(points)])


def _wish(number: int, point: int) -> dict[str, object]:
    is_quiet, has_digest = number % _QUIET_EVERY == 0, number % _DIGEST_EVERY == 1
    return {
        "contact_point_id": point,
        "topics": [],
        "areas": [],
        "frequency": Frequency.DAILY if has_digest else Frequency.AT_ONCE,
        "quiet_from": 11 if is_quiet else None,
        "quiet_until": 15 if is_quiet else None,
        "is_urgent": False,
        "created_at": _NOON,
    }


def _post(database: Database, outbox: OutboxService) -> None:
    """Have a post go out at noon, and what is held then later on the same day."""
    broadcasts, texts = BroadcastService(outbox, {CHANNEL}), PostTexts(phrases(), _HUB)
    schedule = Schedule(ScheduleKind.ONCE, on=_NOON.date(), at=time(12))
    with database.unit_of_work() as session:
        session.add(
            Post(
                title="Lock your shed",
                body=_BODY,
                topic=Topic.HOME,
                channels=[CHANNEL],
                schedule=schedule.to_json(),
                state=PostState.SCHEDULED,
                next_due_at=_NOON,
            )
        )
    PostSendingService(database, broadcasts, SubscriptionService(), texts, now=lambda: _NOON).send_due()
    held = HeldPostService(database, broadcasts, texts, now=lambda: _ALL_DUE)
    while held.send_due():
        continue


async def _broadcast(
    database: Database, api: BotApi, subscribers: int, say: Callable[[str], None]
) -> Broadcast:
    outbox, messenger = OutboxService(database), TelegramApi(api.token, api.address)
    await messenger.get_username()
    worker = OutboxWorker(database, outbox, {CHANNEL: _sender(messenger)})
    began = clock.perf_counter()
    _post(database, outbox)
    put = clock.perf_counter()
    working = asyncio.create_task(worker.run())
    try:
        await _until_sent(database, subscribers, say)
        ended = clock.perf_counter()
    finally:
        await worker.stop(_STOP_SECONDS)
        await working
        await messenger.close()
    return Broadcast(
        recipients=subscribers,
        put_seconds=put - began,
        seconds=ended - put,
        allowed_per_second=MESSAGES_PER_SECOND,
        refused=api.refused_calls[429],
        arrived={chat: len(messages) for chat, messages in api.state.messages.items()},
    )


def _sender(messenger: TelegramApi) -> TelegramSender:
    buttons = TelegramButtons(lambda _address, key, _position: key)
    pictures = TelegramPictures(messenger, lambda _name: blank_picture())
    posts = TelegramPosts(messenger, pictures, buttons, lambda name: f"{_HUB}/{name}", blank_picture)
    return TelegramSender(messenger, buttons, posts)


async def _until_sent(database: Database, recipients: int, say: Callable[[str], None]) -> None:
    begun = said_at = clock.monotonic()
    most_seconds = recipients / MESSAGES_PER_SECOND / _SLOWEST_SHARE + _SAY_SECONDS
    while (left := await database.run(_count_unsent, database)) > 0:
        now = clock.monotonic()
        if now - begun > most_seconds:
            raise BenchError(f"{left} of {recipients} messages were not sent in {most_seconds:.0f} s")
        if now - said_at > _SAY_SECONDS:
            said_at = now
            say(f"  {recipients - left:,} of {recipients:,} are sent")
        await asyncio.sleep(_LOOK_SECONDS)


def _count_unsent(database: Database) -> int:
    with database.unit_of_work() as session:
        unsent = OutgoingMessage.state != OutgoingState.SENT
        return session.scalar(select(func.count()).select_from(OutgoingMessage).where(unsent)) or 0
