"""Measures a broadcast: the real outbox, worker, limits and client, to a stand-in for Telegram over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sqlalchemy import func, insert, select

from bench.errors import BenchError
from bench.queue_figures import Broadcast
from bot.channels.telegram import CHANNEL
from bot.db.models import ContactPoint, OutgoingMessage, OutgoingState, Person
from bot.db.session import Database
from bot.domain.replies import Reply
from bot.gateways.photos import blank_picture
from bot.gateways.telegram_api import TelegramApi
from bot.gateways.telegram_buttons import TelegramButtons
from bot.gateways.telegram_limits import MESSAGES_PER_SECOND
from bot.gateways.telegram_pictures import TelegramPictures
from bot.gateways.telegram_posts import TelegramPosts
from bot.gateways.telegram_sender import TelegramSender
from bot.jobs.outbox import OutboxWorker
from bot.services.broadcasts import BroadcastService
from bot.services.outbox import OutboxService
from tests.bot_api.server import BotApi

_FIRST_CHAT = 1_000_001
_HUB = "https://hub.example"
_LOOK_SECONDS = 0.5
_SAY_SECONDS = 30.0
_STOP_SECONDS = 5.0
_SLOWEST_SHARE = 0.25
"""What is slower than that share of the allowed rate will not end."""
_POST = Reply(
    "Two sheds in your street were broken into this week. Lock yours, take a photo of what is in it, and "
    "keep ladders inside. Call 101 to tell the police what you saw."
)


def measure_broadcast(database: Database, subscribers: int, say: Callable[[str], None]) -> Broadcast:
    """Send one message to so many people, of whom the database knows none yet; raises BenchError."""
    api = BotApi()
    try:
        points = _subscribe(database, api, subscribers)
        return asyncio.run(_broadcast(database, api, points, say))
    finally:
        api.close()


def _subscribe(database: Database, api: BotApi, subscribers: int) -> list[int]:
    """Make people who can be written to; their contact points."""
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
        return list(session.scalars(of_channel.order_by(ContactPoint.id)))


async def _broadcast(
    database: Database, api: BotApi, points: list[int], say: Callable[[str], None]
) -> Broadcast:
    outbox, messenger = OutboxService(database), TelegramApi(api.token, api.address)
    await messenger.get_username()
    sender = _sender(messenger)
    worker = OutboxWorker(database, outbox, {CHANNEL: sender})
    began = time.perf_counter()
    with database.unit_of_work() as session:
        BroadcastService(outbox, {CHANNEL}).put(session, "bench", _POST, points)
    put = time.perf_counter()
    working = asyncio.create_task(worker.run())
    try:
        await _until_sent(database, len(points), say)
        ended = time.perf_counter()
    finally:
        await worker.stop(_STOP_SECONDS)
        await working
        await messenger.close()
    return Broadcast(
        recipients=len(points),
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
    begun = said_at = time.monotonic()
    most_seconds = recipients / MESSAGES_PER_SECOND / _SLOWEST_SHARE + _SAY_SECONDS
    while (left := await database.run(_count_unsent, database)) > 0:
        now = time.monotonic()
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
