"""Groups and channels: answers only when spoken to, takes no report in public, and can be linked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.channels.telegram.channel import CHANNEL, TelegramChannel
from bot.channels.telegram.updates import Command, find_command, is_spoken_to, translate
from bot.domain.replies import Button, Reply

_LINK, _UNLINK = "link", "unlink"
#: Whoever posts as the group itself, which only administrators can: https://core.telegram.org/bots/api#message
_ANONYMOUS = "GroupAnonymousBot"


@dataclass(frozen=True, slots=True)
class GroupUpdates:
    """Acts on what is written where several can read it."""

    channel: TelegramChannel

    async def take(self, key: str, message: Message) -> None:
        """One message in a group."""
        if message.migrate_to_chat_id is not None:
            await self._follow(str(message.chat.id), str(message.migrate_to_chat_id))
            return
        username = await self.channel.services.messenger.get_username()
        command = find_command(message, username)
        is_for_us = command.is_for_us if command else is_spoken_to(message, username)
        alarm = self.channel.services.hear_danger(translate(message).text)
        # What only the model took for danger is no reason to speak up unasked.
        if alarm is not None and (is_for_us or not alarm.is_opinion):
            await self._show_danger(key, message, username, alarm.kind.value)
        elif command is not None and is_for_us and command.name in {_LINK, _UNLINK}:
            await self._change_link(key, message, command)
        elif is_for_us:
            text, button = self.channel.words.text("group_private"), self._way_in(username)
            await self.channel.say(key, str(message.chat.id), Reply(text, (button,)))

    async def take_post(self, key: str, message: Message) -> None:
        """One post in a channel: only administrators can write there."""
        command = find_command(message, await self.channel.services.messenger.get_username())
        if command is not None and command.is_for_us and command.name in {_LINK, _UNLINK}:
            await self._link_or_unlink(key, message, command)

    async def leave(self, address: str) -> None:
        """The bot was put out of a group or channel."""

        def unlink() -> None:
            with self.channel.services.database.unit_of_work() as session:
                self.channel.services.linked.unlink(session, CHANNEL, address)

        await self.channel.services.database.run(unlink)

    def _way_in(self, username: str) -> Button:
        return Button(
            self.channel.words.text("group_private_button"), f"https://t.me/{username}?start=report"
        )

    async def _show_danger(self, key: str, message: Message, username: str, kind: str) -> None:
        """Where to call, without a word of what was written."""
        text = self.channel.words.text("group_danger")
        card = Reply(text, (self._way_in(username),), danger=kind)
        try:
            await self.channel.say(key, str(message.chat.id), card)
        except SQLAlchemyError:
            await self.channel.send_at_once(key, str(message.chat.id), [card])

    async def _change_link(self, key: str, message: Message, command: Command) -> None:
        address, sender = str(message.chat.id), message.from_user
        is_anonymous = message.sender_chat is not None and message.sender_chat.id == message.chat.id
        is_known = sender is not None and sender.username != _ANONYMOUS
        if not is_anonymous and not (
            is_known and sender and await self.channel.services.messenger.is_administrator(address, sender.id)
        ):
            await self.channel.say_word(key, address, "link_not_administrator")
            return
        await self._link_or_unlink(key, message, command)

    async def _link_or_unlink(self, key: str, message: Message, command: Command) -> None:
        services, address = self.channel.services, str(message.chat.id)

        def change() -> str:
            with services.database.unit_of_work() as session:
                if command.name == _UNLINK:
                    return (
                        "unlink_done"
                        if services.linked.unlink(session, CHANNEL, address)
                        else "unlink_nothing"
                    )
                title = message.chat.title or ""
                is_linked = services.linked.link(session, CHANNEL, address, title, command.rest)
                return "link_done" if is_linked else "link_wrong"

        await self.channel.say_word(key, address, await services.database.run(change))

    async def _follow(self, old_address: str, new_address: str) -> None:
        def follow() -> None:
            with self.channel.services.database.unit_of_work() as session:
                self.channel.services.linked.follow(session, CHANNEL, old_address, new_address)

        await self.channel.services.database.run(follow)
