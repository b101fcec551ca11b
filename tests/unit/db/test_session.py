"""Units of work: several at once on one SQLite file."""

from __future__ import annotations

import asyncio
import threading
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, select, text, update

from bot.db.models import Conversation, Person
from bot.db.session import Database, create_database_engine


def add_conversation(database: Database) -> str:
    with database.unit_of_work() as session:
        person = Person()
        session.add(person)
        session.flush()
        conversation = Conversation(person_id=person.id, channel="web")
        session.add(conversation)
        session.flush()
        return conversation.id


def test_no_thread_waits_for_a_connection(engine: Engine) -> None:
    # anyio's threads for requests, and those of asyncio for jobs.
    with ExitStack() as held:
        for _ in range(46):
            held.enter_context(engine.connect())
        assert engine.pool.checkedout() == 46  # type: ignore[attr-defined]


class TestTurns:
    def test_a_second_writer_waits_and_a_reader_does_not(self, database: Database) -> None:
        key = add_conversation(database)
        order: list[str] = []

        def write() -> None:
            with database.unit_of_work() as session:
                session.execute(update(Conversation).where(Conversation.id == key).values(channel="b"))
                order.append("second")

        with database.unit_of_work() as session:
            session.get_one(Conversation, key).channel = "a"
            session.flush()
            other = threading.Thread(target=write)
            other.start()
            other.join(0.1)
            with Database(database.engine).unit_of_work() as reading:
                assert reading.scalar(select(Conversation.channel)) == "web"
            order.append("first")
        other.join()
        assert order == ["first", "second"]

    def test_the_turn_ends_when_a_unit_fails(self, database: Database) -> None:
        key = add_conversation(database)

        def fail() -> None:
            with database.unit_of_work() as session:
                session.get_one(Conversation, key).channel = "a"
                session.flush()
                raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            fail()
        writer = threading.Thread(target=add_conversation, args=(database,))
        writer.start()
        writer.join(5)
        assert not writer.is_alive()

    def test_units_inside_each_other_do_not_wait_for_themselves(self, database: Database) -> None:
        add_conversation(database)
        with database.unit_of_work() as outer:
            outer.execute(text("SELECT 1"))
            add_conversation(database)


class TestRun:
    def test_a_file_of_our_own_is_asked_at_once(self, database: Database) -> None:
        assert asyncio.run(database.run(threading.get_ident)) == threading.get_ident()

    def test_a_database_elsewhere_is_waited_for_in_a_thread(self) -> None:
        elsewhere = Database(create_database_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
        assert asyncio.run(elsewhere.run(threading.get_ident)) != threading.get_ident()
        elsewhere.close()
