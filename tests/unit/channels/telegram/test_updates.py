"""What Telegram says of a message, in our terms."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message

from bot.channels.telegram.commands import LISTED, PAYLOADS, describe, help_text, understand
from bot.channels.telegram.intake import address_of, words_of
from bot.channels.telegram.updates import Command, Said, find_command, is_spoken_to, translate
from bot.channels.telegram.words import TelegramWords
from tests.fakes.reports import phrases

SAM = {"id": 5, "is_bot": False, "first_name": "Sam"}
WORDS = TelegramWords.read(1024, phrases().catalogues)


def message(**content: Any) -> Message:
    body = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": SAM, **content}
    return Message.de_json(body, None)


def file(**more: Any) -> dict[str, Any]:
    return {"file_id": "f", "file_unique_id": "f", "file_size": 9, **more}


class TestTranslating:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ({"text": " hi "}, Said(" hi ")),
            ({"location": {"latitude": 1.5, "longitude": -2.5}}, Said(location=(1.5, -2.5))),
            ({"caption": "look", "document": file(mime_type="image/png")}, Said("look", None, "f", 9)),
            ({"document": file(mime_type="application/zip")}, Said(problem="file_kind")),
            ({"document": file(mime_type="image/gif"), "animation": file(width=1, height=1, duration=1)},
             Said(problem="file_kind")),
            ({"voice": file(duration=1)}, Said(problem="cannot_hear")),
            ({"new_chat_title": "x"}, Said()),
        ],
    )  # fmt: skip
    def test_each_kind_says_what_it_is_good_for(self, content: dict[str, Any], said: Said) -> None:
        assert translate(message(**content)) == said

    def test_the_largest_size_of_a_photo_is_taken(self) -> None:
        sizes = [file(width=9, height=9), file(file_id="big", width=900, height=900)]
        assert translate(message(photo=sizes)).photo == "big"

    def test_a_service_message_is_nothing_to_answer(self) -> None:
        assert not translate(message(new_chat_title="x")).is_something

    def test_every_problem_has_its_sentence(self) -> None:
        for problem in ("cannot_hear", "cannot_use", "sticker", "file_kind", "contact_of_another"):
            assert WORDS.text(problem)


class TestCommands:
    def test_one_is_found_with_what_follows(self) -> None:
        found = find_command(message(text="/Report@Ours a hole", entities=[_command(12)]), "ours")
        assert found == Command("report", "a hole")

    def test_one_for_another_bot_is_not_ours(self) -> None:
        found = find_command(message(text="/report@theirs", entities=[_command(14)]), "ours")
        assert found is not None
        assert not found.is_for_us

    def test_a_slash_in_words_is_none(self) -> None:
        assert find_command(message(text="and/or"), "ours") is None

    @pytest.mark.parametrize(
        ("given", "text", "payload"),
        [
            ("report", "", PAYLOADS["report"]),
            ("report_fly_tipping", "", "/report_fly_tipping"),
            ("report_../x", "", PAYLOADS["report"]),
            ("lf_7Q2M4KXD", "LF-7Q2M4KXD", None),
            ("lf_LF-7Q2M-4KXD", "LF-7Q2M-4KXD", None),
            ("survey_lamps", "", '/choose{"value": "survey:open:lamps"}'),
            ("survey_", "", PAYLOADS["survey"]),
            ("whatever", "", PAYLOADS["start"]),
        ],
    )
    def test_a_deep_link_means(self, given: str, text: str, payload: str | None) -> None:
        meant = understand(Command("start", given))
        assert meant is not None
        assert (meant.text, meant.payload) == (text, payload)

    def test_all_are_described_and_listed(self) -> None:
        assert {name for name, _ in describe(WORDS)} == {*LISTED, "start"}
        assert all(f"/{name} - " in help_text(WORDS, "help") for name in LISTED)


class TestGroups:
    def test_it_is_spoken_to_by_name_only(self) -> None:
        mention = {"type": "mention", "offset": 0, "length": 5}
        assert is_spoken_to(message(text="@Ours hello", entities=[mention]), "ours")
        assert not is_spoken_to(message(text="@Them hello", entities=[mention]), "ours")
        assert not is_spoken_to(message(text="ours hello"), "ours")


class TestIntake:
    @pytest.mark.parametrize(
        ("update", "address", "words"),
        [
            ({"message": {"chat": {"id": 5}, "text": "a"}}, "5", "a"),
            ({"edited_message": {"chat": {"id": 5}, "caption": "b"}}, "5", "b"),
            ({"channel_post": {"chat": {"id": -5}}}, "-5", ""),
            ({"callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 7}}}}, "7", ""),
            ({"callback_query": {"from": {"id": 6}}}, "6", ""),
            ({"my_chat_member": {"chat": {"id": 8}}}, "8", ""),
            ({}, "3", ""),
        ],
    )
    def test_an_update_belongs_to_its_chat(self, update: dict[str, Any], address: str, words: str) -> None:
        assert address_of({"update_id": 3, **update}) == address
        assert words_of({"update_id": 3, **update}) == words


def _command(length: int) -> dict[str, Any]:
    return {"type": "bot_command", "offset": 0, "length": length}
