"""The door for Rasa: who may pass, and what goes on to the rest of the application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rasa_sdk import Tracker
from sqlalchemy.orm import Session

from actions import endpoint
from actions.base import ActionServices, Events, HubAction
from actions.endpoint import PATH, ActionDoor
from bot.db.models import Conversation
from bot.db.session import Database, create_database_engine
from bot.domain.replies import Reply
from bot.errors import MessageOverError

HUB = {"Authorization": "Bearer s3cret"}

type Noted = tuple[int, list[str], bool]
"""Number of the message, what was said, and whether that was all."""


class Answering(HubAction):
    """Stands for an action; needs no database."""

    def name(self) -> str:
        return "action_answer"

    def _in_unit_of_work(self, tracker: Tracker) -> tuple[list[Reply], Events]:
        return [Reply(f"Hello {tracker.sender_id}.")], []

    def act(self, session: Session, conversation: Conversation, tracker: Tracker) -> Any:
        raise NotImplementedError


class LastOne(Answering):
    """Is the last for its message."""

    def name(self) -> str:
        return "action_tell_status"

    def is_last(self, tracker: Tracker, events: Events) -> bool:
        return True


class Failing(Answering):
    """Fails with what a resident wrote in the message of its error."""

    def name(self) -> str:
        return "action_delete_data"

    def _in_unit_of_work(self, tracker: Tracker) -> tuple[list[Reply], Events]:
        raise ValueError("my name is Joyce")


class Overtaken(Answering):
    """Is called for a message that a person has by now."""

    def name(self) -> str:
        return "action_restart"

    def _in_unit_of_work(self, tracker: Tracker) -> tuple[list[Reply], Events]:
        raise MessageOverError("answered without Rasa")


@pytest.fixture
def noted() -> list[Noted]:
    return []


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, noted: list[Noted]) -> Iterator[TestClient]:
    monkeypatch.setattr(endpoint, "ACTIONS", (Answering, LastOne, Overtaken, Failing))
    app = FastAPI()
    database = Database(create_database_engine(f"sqlite:///{tmp_path / 'hub.db'}"))
    services = create_autospec(
        ActionServices,
        instance=True,
        database=database,
        note=lambda number, replies, last: noted.append((number, [reply.text for reply in replies], last)),
    )
    app.add_middleware(ActionDoor, services=services, secret="s3cret")
    app.get("/other")(lambda: "other")
    with TestClient(app) as client:
        yield client


def call(name: str, message_id: int | None = None) -> dict[str, Any]:
    message = {} if message_id is None else {"latest_message": {"metadata": {"message": message_id}}}
    tracker = {"sender_id": "a", "slots": {}, "events": [], **message}
    return {"next_action": name, "sender_id": "a", "tracker": tracker}


def test_rasa_gets_the_answer_of_an_action(client: TestClient) -> None:
    answer = client.post(PATH, json=call("action_answer"), headers=HUB)
    assert answer.status_code == 200
    assert answer.json()["responses"][0]["custom"]["text"] == "Hello a."


@pytest.mark.parametrize(("name", "is_last"), [("action_answer", False), ("action_tell_status", True)])
def test_the_hub_is_told_what_was_said_and_whether_more_comes(
    client: TestClient, noted: list[Noted], name: str, *, is_last: bool
) -> None:
    client.post(PATH, json=call(name, 12), headers=HUB)
    client.post(PATH, json=call(name), headers=HUB)  # for nobody's message
    assert noted == [(12, ["Hello a."], is_last)]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "s3cret"}])
def test_nobody_else_does(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(PATH, json=call("action_answer"), headers=headers).status_code == 401


def test_an_unknown_action_is_named(client: TestClient) -> None:
    answer = client.post(PATH, json=call("action_nothing"), headers=HUB)
    assert (answer.status_code, answer.json()["action_name"]) == (404, "action_nothing")


def test_rasa_is_told_to_give_up_a_message_that_is_over(client: TestClient) -> None:
    assert client.post(PATH, json=call("action_restart"), headers=HUB).status_code == 409


def test_an_action_that_fails_is_told_of_and_logged_without_its_words(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post(PATH, json=call("action_delete_data"), headers=HUB)
    assert answer.status_code == 500
    assert "ValueError" in caplog.text
    assert "Joyce" not in caplog.text + answer.text


def test_broken_calls_are_answered(client: TestClient) -> None:
    assert client.post(PATH, content=b"{", headers=HUB).status_code == 500


def test_every_other_request_goes_on(client: TestClient) -> None:
    assert client.get("/other").json() == "other"
    assert client.get(PATH, headers=HUB).status_code == 404
