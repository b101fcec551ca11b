"""Places, photos, files and all else that people send, and what becomes of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.channels.telegram.words import TelegramWords
from bot.db.models import Conversation, Photo
from tests.bot_api.chats import Chat
from tests.fakes.danger import CARD
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import TelegramHub, until
from tests.functional.web.pictures import jpeg

WORDS = TelegramWords.read(10 * 1024 * 1024, phrases().catalogues)


def told(hub: TelegramHub) -> list[str]:
    return [one.message for one in hub.rasa.told]


class TestAttachments:
    def test_a_place_reaches_the_conversation(self, sam: Chat, hub: TelegramHub) -> None:
        place = {"latitude": 54.64, "longitude": -3.55}
        sam.send(location=place)
        sam.wait_for(1)
        sam.send(location=place, venue={"location": place, "title": "The Green", "address": "High Street"})
        sam.wait_for(2)
        assert [one.metadata["location"] for one in hub.rasa.told] == [[54.64, -3.55]] * 2

    def test_a_photo_with_words(self, sam: Chat, hub: TelegramHub) -> None:
        sam.send_photo(jpeg(), "it looks like this")
        sam.wait_for(1)
        assert told(hub) == ["it looks like this"]
        with hub.database.unit_of_work() as session:
            assert [photo.width for photo in session.scalars(select(Photo))] == [60]
        assert len(hub.rasa.told[0].metadata["photos"]) == 1

    def test_an_album_and_a_picture_sent_as_a_file(self, sam: Chat, hub: TelegramHub) -> None:
        for _ in range(3):
            sam.send_photo(jpeg(), album="a1")
        sam.send_document(jpeg(), "image/jpeg")
        sam.say("that is all")
        until(lambda: len(hub.rasa.told) == 5)
        with hub.database.unit_of_work() as session:
            assert len(session.scalars(select(Photo)).all()) == 4

    def test_one_that_is_too_big_is_not_even_downloaded(self, sam: Chat) -> None:
        sam.send_photo(b"x" * (10 * 1024 * 1024 + 1))
        assert sam.wait_for(1) == [WORDS.text("photo_too_large")]
        assert "getFile" not in [name for name, _ in sam.state.requests]

    def test_one_that_is_no_picture_is_answered(self, sam: Chat) -> None:
        sam.send_photo(b"no picture")
        assert sam.wait_for(1) == [WORDS.text("photo_kind")]

    def test_danger_in_a_caption_waits_for_no_picture(self, sam: Chat, hub: TelegramHub) -> None:
        sam.send_photo(b"no picture", "help me now")
        assert sam.wait_for(2) == [CARD, WORDS.text("photo_kind")]
        assert not hub.rasa.told

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            ({"voice": {"duration": 3}}, "cannot_hear"),
            ({"video": {"duration": 3, "width": 1, "height": 1}}, "cannot_hear"),
            ({"document": {"mime_type": "application/pdf"}}, "file_kind"),
            ({"sticker": {"type": "regular", "width": 1, "height": 1,
                          "is_animated": False, "is_video": False}}, "sticker"),
            ({"dice": {"emoji": "x", "value": 3}}, "cannot_use"),
            ({"contact": {"phone_number": "07700900123", "first_name": "A", "user_id": 5}},
             "contact_of_another"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_used_is_answered_and_counts_as_contact(
        self, sam: Chat, hub: TelegramHub, content: dict[str, dict[str, object]], name: str
    ) -> None:
        (kind, body), *_ = content.items()
        file = {} if kind in {"dice", "contact"} else {"file_id": "f", "file_unique_id": "f"}
        sam.send(**{kind: {**file, **body}})
        assert sam.wait_for(1) == [WORDS.text(name)]
        with hub.database.unit_of_work() as session:
            assert session.scalars(select(Conversation.channel)).one() == "telegram"

    def test_ones_own_number_is_words(self, sam: Chat, hub: TelegramHub) -> None:
        sam.send(contact={"phone_number": "07700900123", "first_name": "A", "user_id": sam.id})
        sam.wait_for(1)
        assert told(hub) == ["07700900123"]
