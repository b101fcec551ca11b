"""Fetching updates: Telegram may be down or busy, and the token stands in no log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.db.models import InboxUpdate
from tests.bot_api.server import BotApi
from tests.fakes.telegram_hub import TelegramHub, create_telegram_hub, until


def old_poll() -> dict[str, object]:
    """A poll as servers told of it before options had a name of their own."""
    options = [{"text": text, "voter_count": 1} for text in ("Yes", "No")]
    return {
        "id": "77",
        "question": "Are the street lights on?",
        "options": options,
        "total_voter_count": 2,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    }


def test_an_older_webhook_is_ended_before_polling(api: BotApi, tmp_path: Path) -> None:
    api.state.webhook = {"url": "https://elsewhere.example", "secret": None}
    person = api.person(1)
    hub = create_telegram_hub(tmp_path, api)
    with hub.serving():
        person.say("hello")
        person.wait_for(1)
    assert api.state.webhook == {}


def test_an_update_is_confirmed_only_once_it_is_stored(api: BotApi, tmp_path: Path) -> None:
    hub = create_telegram_hub(tmp_path, api)
    person = api.person(1)
    person.say("hello")
    broken = hub.database.engine
    with broken.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox_update RENAME TO away")
    with hub.serving():
        until(lambda: any(name == "setMyCommands" for name, _ in api.state.requests))
        assert len(api.state.updates) == 1
        with broken.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox_update")
        assert person.wait_for(1) == ["Where is it?"]


def test_a_danger_card_needs_no_database(api: BotApi, tmp_path: Path) -> None:
    hub = create_telegram_hub(tmp_path, api)
    person, group = api.person(1), api.group(-5)
    with hub.database.engine.begin() as connection:
        for table in ("inbox_update", "outgoing_message", "message"):
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_away")
    with hub.serving():
        person.say("help me now")
        assert len(person.wait_for(1)) == 1
        with hub.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE inbox_update_away RENAME TO inbox_update")
        group.say("help me now", 7)
        group.wait_for(1)
    assert len(person.heard) == 1


def test_what_an_older_server_leaves_out_stops_nothing(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hub = create_telegram_hub(tmp_path, api)
    person, after = api.person(1), api.person(2)
    poll = old_poll()
    with api.state.changed:
        api.state.push(poll=poll)
        api.state.push(poll=poll)
        api.state.push(message="no message at all")
    with hub.serving():
        after.say("hello")
        assert after.wait_for(1) == ["Where is it?"]
        # An answer to a poll that can't be read is heard all the same, and danger in it at once.
        person.say("help me now", reply_to_message={"message_id": 9, "date": 1, "chat": {}, "poll": poll})
        assert len(person.wait_for(1)) == 1
    assert "was skipped: TypeError, 2 so far" in caplog.text
    assert "Are the street lights" not in caplog.text
    with hub.database.unit_of_work() as session:
        assert session.query(InboxUpdate).count() == 2


def test_a_refused_token_leaves_the_hub_serving(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token = "987654321:wrong-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
    hub = create_telegram_hub(tmp_path, api, telegram_token=token)
    with hub.serving():
        until(lambda: "Telegram is off" in caplog.text)
    assert token not in caplog.text


def test_neither_token_nor_words_stand_in_any_log(
    api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hub: TelegramHub = create_telegram_hub(tmp_path, api)
    person = api.person(1)
    with hub.serving():
        person.say("the lane behind my house")
        person.wait_for(1)
        api.state.refusals[1] = "bot was blocked by the user"
        person.say("the lane again")
        until(lambda: "given up" in caplog.text)
    assert api.token not in caplog.text
    assert "the lane" not in caplog.text
