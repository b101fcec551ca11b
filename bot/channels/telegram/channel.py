"""The Telegram channel: what it is given, and what it needs of the messenger itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels.telegram.pace import Pace
from bot.channels.telegram.words import TelegramWords
from bot.db.session import Database
from bot.domain.outgoing import Outgoing, Priority, Sends
from bot.domain.replies import Reply
from bot.services.conversations import ConversationService
from bot.services.danger import Alarm
from bot.services.inbox import InboxService
from bot.services.linked_chats import LinkedChatService
from bot.services.offered_buttons import OfferedButtons
from bot.services.outbox import OutboxService
from bot.services.people import PeopleService
from bot.services.photo_intake import PhotoIntake

CHANNEL = "telegram"


class Messenger(Protocol):
    """Telegram's Bot API, or a stand-in; all raise MessengerError unless they say otherwise."""

    async def get_username(self) -> str:
        """The bot's own name, without @."""

    async def get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        """What happened from `offset` on, which confirms all before it; waits for something to happen."""

    async def stop_webhook(self) -> None:
        """Have updates wait to be fetched."""

    async def start_webhook(self, address: str, secret: str) -> None:
        """Have updates delivered to an https address, with the secret."""

    async def describe(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        """Set the commands with what they do, for apps in a language; None for all others."""

    async def download(self, file_id: str, max_bytes: int) -> bytes:
        """A file that somebody sent; raises PhotoRefusedError for one too big."""

    async def acknowledge(self, press_id: str, text: str | None = None) -> None:
        """Tell an app that its press came through; raises nothing."""

    async def take_buttons_away(self, address: str, message_id: int) -> None:
        """Take the buttons away that were answered; raises nothing."""

    async def show_typing(self, address: str) -> None:
        """Show for some seconds that somebody is typing; raises nothing."""

    async def is_administrator(self, address: str, user_id: int) -> bool:
        """Whether somebody may decide for a group."""

    async def close(self) -> None:
        """Let go of the connections."""


class CountsVotes(Protocol):
    """Who keeps the totals of polls."""

    def count(self, session: Session, poll_key: str, votes: Sequence[int], update_id: int) -> bool:
        """Keep the newest totals; raises NotYetError."""


@dataclass(frozen=True, slots=True)
class TelegramServices:
    """What the composition root gives to the channel."""

    database: Database
    people: PeopleService
    conversations: ConversationService
    inbox: InboxService
    outbox: OutboxService
    photos: PhotoIntake
    linked: LinkedChatService
    offered: OfferedButtons
    polls: CountsVotes
    hear_danger: Callable[[str], Alarm | None]
    photo_max_bytes: int
    messenger: Messenger
    sends: Sends


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """The services together with the words of the channel."""

    services: TelegramServices
    words: TelegramWords
    pace: Pace
    _sent_at_once: set[str] = field(default_factory=set)

    async def say(self, key: str, address: str, *replies: Reply) -> None:
        """Have something sent that stands in no transcript; `key` says what it answers, once."""
        keyed = [(Outgoing(f"{key}:{i}", CHANNEL, address, reply), None) for i, reply in enumerate(replies)]

        def put() -> None:
            with self.services.database.unit_of_work() as session:
                self.services.outbox.put(session, keyed, Priority.ANSWER)

        try:
            await self.services.database.run(put)
        except IntegrityError:
            return  # It was said before.
        self.services.conversations.on_pushed()

    async def say_word(self, key: str, address: str, name: str) -> None:
        """The same for a sentence of the channel's own."""
        await self.say(key, address, Reply(self.words.text(name)))

    async def send_at_once(self, key: str, address: str, replies: Sequence[Reply]) -> None:
        """Send past the outbox, once: for a card that can't be stored; raises DeliveryError."""
        if key in self._sent_at_once:
            return
        self._sent_at_once.add(key)
        for i, reply in enumerate(replies):
            await self.services.sends.send(Outgoing(f"{key}:{i}", CHANNEL, address, reply))
