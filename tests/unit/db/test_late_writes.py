"""Rows written by plain statements at the end of a unit of work."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, event

from bot.db.late_writes import write_late
from bot.db.models import Conversation, Draft, Person
from bot.db.session import Database


@pytest.fixture
def conversation_id(database: Database) -> str:
    with database.unit_of_work() as session:
        conversation = Conversation(person=Person(), channel="web", draft=Draft(body={"told": ["a"]}))
        session.add(conversation)
        session.flush()
        return conversation.id


def kept(database: Database, conversation_id: str) -> Draft | None:
    with database.unit_of_work() as session:
        return session.get_one(Conversation, conversation_id).draft


def test_what_is_given_last_is_written_once(database: Database, engine: Engine, conversation_id: str) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with database.unit_of_work() as session:
        draft = session.get_one(Conversation, conversation_id).draft
        assert draft is not None
        write_late(session, draft, body={"told": ["a", "b"]})
        write_late(session, draft, body={"told": ["a", "b", "c"]}, acted={"message": 1})
        assert draft.body == {"told": ["a", "b", "c"]}
    assert sum(statement.startswith("UPDATE") for statement in statements) == 1
    written = kept(database, conversation_id)
    assert written is not None
    assert (written.body, written.acted) == ({"told": ["a", "b", "c"]}, {"message": 1})


def test_nothing_is_written_when_the_unit_of_work_fails(database: Database, conversation_id: str) -> None:
    def fail() -> None:
        with database.unit_of_work() as session:
            draft = session.get_one(Conversation, conversation_id).draft
            assert draft is not None
            write_late(session, draft, body={})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    written = kept(database, conversation_id)
    assert written is not None
    assert written.body == {"told": ["a"]}


def test_nothing_is_written_when_all_was_taken_back(database: Database, conversation_id: str) -> None:
    with database.unit_of_work() as session:
        draft = session.get_one(Conversation, conversation_id).draft
        assert draft is not None
        write_late(session, draft, body={})
        session.rollback()
    written = kept(database, conversation_id)
    assert written is not None
    assert written.body == {"told": ["a"]}


def test_a_row_that_is_deleted_meanwhile_stays_deleted(database: Database, conversation_id: str) -> None:
    with database.unit_of_work() as session:
        conversation = session.get_one(Conversation, conversation_id)
        assert conversation.draft is not None
        write_late(session, conversation.draft, body={})
        conversation.draft = None
    assert kept(database, conversation_id) is None


def test_the_sessions_own_changes_are_written_too(database: Database, conversation_id: str) -> None:
    with database.unit_of_work() as session:
        conversation = session.get_one(Conversation, conversation_id)
        conversation.channel = "telegram"
        write_late(session, conversation, acted={"message": 2})
    with database.unit_of_work() as session:
        conversation = session.get_one(Conversation, conversation_id)
        assert (conversation.channel, conversation.acted) == ("telegram", {"message": 2})
