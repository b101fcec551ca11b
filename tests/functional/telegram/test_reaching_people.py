"""Who can't be written to, for a while or for good, and who doesn't want to be known any more."""

from __future__ import annotations

from sqlalchemy import select

from bot.db.models import ContactPoint, InboxUpdate, Message
from bot.domain.replies import Button, Reply
from tests.bot_api.chats import Chat, buttons_of
from tests.bot_api.errors import too_many
from tests.bot_api.server import BotApi
from tests.fakes.telegram_hub import TelegramHub, until


class TestReachingPeople:
    def test_who_blocked_the_bot_is_left_alone_until_they_come_back(
        self, sam: Chat, hub: TelegramHub
    ) -> None:
        sam.state.refusals[sam.id] = "bot was blocked by the user"
        sam.say("hello")
        until(lambda: _unreachable(hub))
        del sam.state.refusals[sam.id]
        sam.say("hello again")
        sam.wait_for(1)
        until(lambda: not _unreachable(hub))

    def test_busy_telegram_is_left_alone_for_as_long_as_it_wants(self, sam: Chat, api: BotApi) -> None:
        api.state.failures.append(too_many(1))
        sam.say("hello")
        assert sam.wait_for(1) == ["Where is it?"]
        sent = [name for name, _ in api.state.requests].count("sendMessage")
        assert sent == 2

    def test_deleting_takes_everything_away(self, sam: Chat, hub: TelegramHub) -> None:
        yes = Button("Yes, delete it", '/choose{"value": "delete_conversation"}')
        hub.rasa.answers["/delete_data"] = [Reply("Delete it now?", (yes,))]
        sam.say("hello")
        sam.say("/delete")
        sam.wait(lambda heard: bool(heard and buttons_of(heard[-1])))
        sam.press("Yes, delete it")
        sam.wait(lambda heard: "deleted" in heard[-1]["text"])
        with hub.database.unit_of_work() as session:
            assert session.scalars(select(Message)).all() == []
            assert all(update.content == {} for update in session.scalars(select(InboxUpdate)))


def _unreachable(hub: TelegramHub) -> bool:
    with hub.database.unit_of_work() as session:
        return any(session.scalars(select(ContactPoint.unreachable_since)))
