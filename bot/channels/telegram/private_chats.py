"""Private chats: gives the conversation what somebody wrote, sent, changed or pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError
from telegram import CallbackQuery, Message

from bot.channels.telegram.channel import CHANNEL, TelegramChannel
from bot.channels.telegram.commands import ALL, help_text, understand
from bot.channels.telegram.photos import keep_photo
from bot.channels.telegram.updates import Command, Said, find_command, translate
from bot.domain.replies import Incoming, Reply
from bot.errors import PhotoRefusedError

_STAY = ("advice:", "list_advice")
"""Parts of payloads whose buttons can be pressed one after another."""
_STAY_WHOLE = ("/unsubscribe",)
"""It stands under news, which can be stopped from any of it."""


@dataclass(frozen=True, slots=True)
class PrivateUpdates:
    """Acts on what is written to the bot alone."""

    channel: TelegramChannel

    async def take(self, key: str, message: Message) -> None:
        """One new message."""
        address = str(message.chat.id)
        command = find_command(message, await self._username(message))
        if command is not None:
            await self._note_contact(address)
            await self._take_command(key, message, command)
            return
        said = translate(message)
        if said.is_something:
            await self._take_said(key, message, said)

    async def take_edit(self, key: str, message: Message) -> None:
        """A message that was changed. A shared location that moves on is no new word."""
        text = message.text or message.caption or ""
        if not text.strip() or message.edit_date is None:
            return
        await self._receive(
            Incoming(
                CHANNEL,
                str(message.chat.id),
                f"{message.message_id}:{int(message.edit_date.timestamp())}",
                text=text,
                edits=str(message.message_id),
            )
        )

    async def take_press(self, key: str, press: CallbackQuery) -> None:
        """A button that was pressed."""
        services = self.channel.services
        if press.message is None or press.data is None or press.message.chat.id != press.from_user.id:
            await services.messenger.acknowledge(press.id)
            return
        address, data, under = str(press.message.chat.id), press.data, str(press.message.message_id)

        def find() -> str | None:
            with services.database.unit_of_work() as session:
                services.people.note_contact(session, CHANNEL, address)
                return services.offered.find(session, address, data, under)

        payload = await services.database.run(find)
        await services.messenger.acknowledge(press.id)
        if payload is None:
            await self.channel.say_word(key, address, "button_gone")
            return
        if payload not in _STAY_WHOLE and not any(part in payload for part in _STAY):
            await services.messenger.take_buttons_away(address, press.message.message_id)
        await self._receive(Incoming(CHANNEL, address, f"press:{press.id}", payload=payload))

    async def note_block(self, address: str, *, is_blocked: bool) -> None:
        """Somebody blocked the bot, or lets it write again."""
        people = self.channel.services.people

        def note() -> None:
            with self.channel.services.database.unit_of_work() as session:
                if is_blocked:
                    people.note_unreachable(session, CHANNEL, address)
                else:
                    people.note_contact(session, CHANNEL, address)

        await self.channel.services.database.run(note)

    async def _username(self, message: Message) -> str:
        """Asked for only where a command could name it: words don't wait for Telegram."""
        text = message.text or message.caption or ""
        if not text.startswith("/") or "@" not in text.split()[0]:
            return ""
        return await self.channel.services.messenger.get_username()

    async def _take_command(self, key: str, message: Message, command: Command) -> None:
        address = str(message.chat.id)
        meant = understand(command)
        if meant is not None:
            await self._receive(self._incoming(message, meant.text, payload=meant.payload))
        elif self.channel.services.hear_danger(command.rest):
            await self._receive(self._incoming(message, command.rest))
        elif command.name not in (*ALL, "link", "unlink") and (command.rest or await self._is_asked(address)):
            # No command, but words or an answer that begin with a slash.
            await self._receive(self._incoming(message, message.text or message.caption or ""))
        elif command.name == "stop":
            await self._stop(key, address)
        elif command.name in {"link", "unlink"}:
            await self.channel.say_word(key, address, "link_where")
        else:
            first = "help" if command.name == "help" else "unknown_command"
            await self.channel.say(key, address, Reply(help_text(self.channel.words, first)))

    async def _is_asked(self, address: str) -> bool:
        """Whether a report is being told, so that whatever comes may be an answer."""

        def ask() -> bool:
            with self.channel.services.database.unit_of_work() as session:
                people = self.channel.services.people
                conversation = people.find_conversation(session, CHANNEL, address)
                return conversation is not None and conversation.draft is not None

        return await self.channel.services.database.run(ask)

    async def _stop(self, key: str, address: str) -> None:
        def stop() -> None:
            with self.channel.services.database.unit_of_work() as session:
                self.channel.services.people.stop_contact(session, CHANNEL, address)

        await self.channel.services.database.run(stop)
        await self.channel.say_word(key, address, "stopped")

    async def _take_said(self, key: str, message: Message, said: Said) -> None:
        address = str(message.chat.id)
        message_key = str(message.message_id)
        is_danger = self.channel.services.hear_danger(said.text) is not None
        if is_danger:
            # It waits for no picture, and for nothing else.
            await self._receive(self._incoming(message, said.text))
            message_key, said = f"{message_key}:rest", replace(said, text="")
        await self._note_contact(address)
        problem = said.problem
        photos: Sequence[str] = ()
        if said.photo is not None:
            try:
                photos = (await keep_photo(self.channel.services, address, said),)
            except PhotoRefusedError as refused:
                problem = refused.reason
        if problem is not None:
            await self.channel.say_word(key, address, problem)
        if said.text or said.location or photos:
            incoming = self._incoming(
                message, said.text, location=said.location, photos=photos, key=message_key
            )
            await self._receive(incoming)

    async def _note_contact(self, address: str) -> None:
        def note() -> None:
            with self.channel.services.database.unit_of_work() as session:
                self.channel.services.people.note_contact(session, CHANNEL, address)

        await self.channel.services.database.run(note)

    def _incoming(
        self,
        message: Message,
        text: str,
        *,
        payload: str | None = None,
        location: tuple[float, float] | None = None,
        photos: Sequence[str] = (),
        key: str | None = None,
    ) -> Incoming:
        answered = message.reply_to_message
        return Incoming(
            CHANNEL,
            str(message.chat.id),
            key or str(message.message_id),
            text=text,
            payload=payload,
            location=location,
            photo_ids=tuple(photos),
            reply_to=str(answered.message_id) if answered is not None else None,
        )

    async def _receive(self, incoming: Incoming) -> None:
        conversations = self.channel.services.conversations
        try:
            await conversations.receive(incoming)
        except SQLAlchemyError:
            # The card depends on nothing that can be down; the update is still tried again.
            alarm = conversations.alarms.hear(incoming)
            if alarm is not None:
                key = f"card:{incoming.address}:{incoming.external_id}"
                await self.channel.send_at_once(key, incoming.address, conversations.alarms.card(alarm))
            raise
