"""Acts on a stored update: finds out what kind it is, and who has to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import ChatMember, ChatMemberUpdated, Poll, Update, User
from telegram.constants import ChatType

from bot.channels.telegram.channel import CHANNEL, TelegramChannel
from bot.channels.telegram.groups import GroupUpdates
from bot.channels.telegram.private_chats import PrivateUpdates
from bot.channels.telegram.updates import GROUPS, words_of
from bot.domain.danger_languages import ENGLISH
from bot.domain.spoken import speaking
from bot.errors import NotYetError

_GONE = {ChatMember.BANNED, ChatMember.LEFT}


@dataclass(frozen=True, slots=True)
class TelegramUpdates:
    """The channel's `TakesUpdates`."""

    channel: TelegramChannel

    async def take(self, content: dict[str, Any]) -> None:
        """Act on one update; kinds that say nothing to us are done with it.

        Raises NotYetError, StoppingError, MessengerError, and sqlalchemy.exc.SQLAlchemyError.
        """
        update = Update.de_json(content)
        chat, user = update.effective_chat, update.effective_user
        if chat is None or chat.type != ChatType.PRIVATE:
            with speaking(await self._language_in_public(user)):
                await self._take(update)
            return
        with speaking(await self._language(str(chat.id), user.language_code if user else None)):
            await self._keep_pace(update, str(chat.id), content)
            await self._take(update)

    async def _take(self, update: Update) -> None:
        key = f"telegram:{update.update_id}"
        private, groups = PrivateUpdates(self.channel), GroupUpdates(self.channel)
        if update.callback_query is not None:
            await private.take_press(key, update.callback_query)
        elif update.my_chat_member is not None:
            await self._take_membership(update.my_chat_member)
        elif update.poll is not None:
            await self._count_votes(update.poll, update.update_id)
        elif update.channel_post is not None:
            await groups.take_post(key, update.channel_post)
        elif update.message is not None and update.message.chat.type in GROUPS:
            await groups.take(key, update.message)
        elif update.message is not None and update.message.chat.type == ChatType.PRIVATE:
            await private.take(key, update.message)
        elif update.edited_message is not None and update.edited_message.chat.type == ChatType.PRIVATE:
            await private.take_edit(key, update.edited_message)

    async def _keep_pace(self, update: Update, address: str, content: dict[str, Any]) -> None:
        """Have what comes too quickly wait, but for danger; raises NotYetError."""
        if update.my_chat_member is not None:
            return
        pace = self.channel.pace
        if not (seconds := await pace.take(address)) or self.channel.services.hear_danger(words_of(content)):
            return
        if await pace.may_tell(address):
            await self.channel.say_word(f"telegram:{update.update_id}:slowly", address, "slowly")
        raise NotYetError(seconds)

    async def _language_in_public(self, speaker: User | None) -> str:
        """What a group is answered in: as whoever speaks is in private; nobody is remembered for that."""
        if speaker is None:
            return ENGLISH
        services = self.channel.services

        def find() -> str | None:
            with services.database.unit_of_work() as session:
                # A private chat has the number of the person.
                return services.people.find_language(session, CHANNEL, str(speaker.id))

        try:
            chosen = await services.database.run(find)
        except SQLAlchemyError:
            chosen = None  # Danger is answered all the same.
        return chosen or self._language_of_app(speaker.language_code) or ENGLISH

    def _language_of_app(self, code: str | None) -> str | None:
        """The catalogue for the language of somebody's app, if there is one."""
        first = (code or "").partition("-")[0]
        return first if first in self.channel.words.catalogues.languages else None

    async def _language(self, address: str, of_app: str | None) -> str:
        """What the person is answered in: their choice, or their app's language when they are new to us."""
        services, first = self.channel.services, self._language_of_app(of_app)

        def settle() -> str:
            with services.database.unit_of_work() as session:
                language = services.people.find_language(session, CHANNEL, address)
                if language is not None:
                    return language
                person = services.people.meet(session, CHANNEL, address).person
                if first is not None:
                    person.language = first
                return person.language

        try:
            return await services.database.run(settle)
        except SQLAlchemyError:
            return ENGLISH  # Danger is answered all the same.

    async def _count_votes(self, poll: Poll, update_id: int) -> None:
        """Keep the totals of a poll; nobody's vote is told to us."""
        services, votes = self.channel.services, [option.voter_count for option in poll.options]

        def count() -> None:
            with services.database.unit_of_work() as session:
                services.polls.count(session, poll.id, votes, update_id)

        await services.database.run(count)

    async def _take_membership(self, changed: ChatMemberUpdated) -> None:
        address, is_gone = str(changed.chat.id), changed.new_chat_member.status in _GONE
        if changed.chat.type == ChatType.PRIVATE:
            await PrivateUpdates(self.channel).note_block(address, is_blocked=is_gone)
        elif is_gone:
            await GroupUpdates(self.channel).leave(address)
