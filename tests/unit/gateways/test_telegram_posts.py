"""Posts on Telegram: every way in which one can become another where it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from bot.domain.outgoing import Outgoing
from bot.domain.replies import Button, Picture, Reply
from bot.errors import DeliveryError, NotFoundError
from bot.gateways.photos import blank_picture
from bot.gateways.telegram_api import TelegramApi
from bot.gateways.telegram_buttons import TelegramButtons
from bot.gateways.telegram_pictures import TelegramPictures
from bot.gateways.telegram_posts import TelegramPosts
from bot.services.post_markup import LONGEST_CAPTION
from tests.bot_api.chats import Chat, buttons_of
from tests.bot_api.server import BotApi
from tests.functional.web.pictures import picture

SAM = 1001
STOP = (Button("Stop", "/unsubscribe"),)
SHED, BARN = Picture("shed.jpg", "A shed", 60, 40), Picture("barn.jpg", "A barn", 80, 40)
LONG = "word " * 400
FILES = {"shed.jpg": picture(), "barn.jpg": picture(size=(80, 40))}

type Step = Callable[[TelegramPosts], Awaitable[object]]


def post(text: str, shown: Picture | None = None) -> Reply:
    return Reply(text, STOP, is_markdown=True, picture=shown)


def outgoing(reply: Reply, chat: int = SAM) -> Outgoing:
    return Outgoing("key", "telegram", str(chat), reply)


def read(name: str) -> bytes:
    if name not in FILES:
        raise NotFoundError("no such file")
    return FILES[name]


@pytest.fixture
def api() -> Iterator[BotApi]:
    running = BotApi()
    yield running
    running.close()


@pytest.fixture
def chat(api: BotApi) -> Chat:
    return api.person(SAM)


def on(api: BotApi, *steps: Step) -> list[object]:
    """Do steps with one client; what each returned."""

    async def run() -> list[object]:
        messenger = TelegramApi(api.token, api.address)
        await messenger.get_username()
        pictures = TelegramPictures(messenger, read)
        buttons = TelegramButtons(lambda _address, key, _position: key)
        posts = TelegramPosts(
            messenger, pictures, buttons, lambda name: f"https://hub.example/{name}", blank_picture
        )
        try:
            return [await step(posts) for step in steps]
        finally:
            await messenger.close()

    return asyncio.run(run())


def send(reply: Reply, chat: int = SAM) -> Step:
    return lambda posts: posts.send(chat, outgoing(reply, chat))


def change(before: Reply, after: Reply, chat: int = SAM) -> Step:
    return lambda posts: posts.change(outgoing(after, chat), "1", before)


class TestSend:
    def test_a_caption_is_as_long_as_what_is_read(self, api: BotApi, chat: Chat) -> None:
        fits = "**" + "x" * LONGEST_CAPTION + "**"
        on(api, send(post(fits, SHED)), send(post(f"{fits}x", SHED)))
        first, second = chat.heard
        assert ("photo" in first, first["caption"]) == (True, "x" * LONGEST_CAPTION)
        assert second["link_preview_options"] == {
            "url": "https://hub.example/shed.jpg",
            "prefer_large_media": True,
            "show_above_text": True,
        }
        assert "photo" not in second

    def test_a_picture_goes_up_once(self, api: BotApi, chat: Chat) -> None:
        on(api, *[send(post("Words", SHED))] * 3)
        given = [one["photo"] for name, one in api.state.requests if name == "sendPhoto"]
        assert [isinstance(photo, bytes) for photo in given] == [True, False, False]
        assert len(chat.heard) == 3

    def test_a_missing_file_is_tried_again(self, api: BotApi) -> None:
        with pytest.raises(DeliveryError) as raised:
            on(api, send(post("Words", Picture("gone.jpg", "x", 1, 1))))
        assert (raised.value.reason, raised.value.is_permanent) == ("picture_missing", False)


FORMS = {
    "text": post("One"),
    "other text": post("Two"),
    "picture": post("One", SHED),
    "other words": post("Two", SHED),
    "other picture": post("One", BARN),
    "preview": post(LONG, SHED),
}


class TestChange:
    @pytest.mark.parametrize("before", FORMS)
    def test_it_becomes_what_it_would_be_if_it_were_sent_now(self, api: BotApi, before: str) -> None:
        # Each in a chat of its own: nobody may be sent so many at once.
        chats = {name: api.person(SAM + number) for number, name in enumerate(FORMS)}
        steps = [
            step
            for after, chat in chats.items()
            for step in (
                send(FORMS[before], chat.id),
                change(FORMS[before], FORMS[after], chat.id),
                send(FORMS[after], chat.id),
            )
        ]
        keys = on(api, *steps)[1::3]
        for chat, key in zip(chats.values(), keys, strict=True):
            changed, fresh = chat.heard
            assert changed["message_id"] == int(str(key))
            for name in ("text", "caption", "reply_markup", "link_preview_options"):
                assert changed.get(name) == fresh.get(name)
            assert _size(changed) == _size(fresh)

    @pytest.mark.parametrize("after", [post(f"{LONG} & <more>"), post(f"{LONG} & <more>", BARN)])
    def test_an_old_picture_stays_one_and_begins_the_same(
        self, api: BotApi, chat: Chat, after: Reply
    ) -> None:
        before = post("One", SHED)
        api.state.undeletable.add(1)
        assert on(api, send(before), change(before, after))[1] == "1"
        (changed,) = chat.heard
        assert changed["caption"].startswith("word word")
        assert _size(changed) != (60, 40)


class TestRemove:
    @pytest.mark.parametrize("before", [post("One"), post("One", SHED), post(LONG, SHED)])
    def test_it_goes_or_shows_nothing(self, api: BotApi, chat: Chat, before: Reply) -> None:
        def remove(posts: TelegramPosts) -> Awaitable[object]:
            return posts.remove(outgoing(before), "1", before)

        api.state.undeletable.add(1)
        on(api, send(before), remove)
        (struck,) = chat.heard
        assert _size(struck) != (60, 40)
        assert "link_preview_options" not in struck
        assert buttons_of(struck) == []
        api.state.undeletable.clear()
        on(api, remove)
        assert chat.heard == []


def _size(message: dict[str, object]) -> tuple[int, int] | None:
    photos = message.get("photo")
    return (photos[-1]["width"], photos[-1]["height"]) if isinstance(photos, list) else None
