"""Migrations: what stands in the database is still there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, Insert, MetaData, Table, text
from sqlalchemy.exc import IntegrityError

from bot.db.migration import is_current, migrate
from bot.db.session import create_database_engine

_BEFORE_PICTURES = "b6d2e91c47f0"
"""The migration after it makes the table of posts anew."""
_SOMETHING: dict[type, object] = {int: 0, bool: False, datetime: datetime(2026, 11, 26)}  # noqa: DTZ001


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database of an earlier version, with a post that went out once."""
    engine = create_database_engine(f"sqlite:///{tmp_path / 'hub.db'}")
    migrate(engine, _BEFORE_PICTURES)
    tables = MetaData()
    tables.reflect(engine)
    with engine.begin() as connection:
        connection.execute(row_of(tables.tables["post"], id=1, title="Lock your shed"))
        connection.execute(row_of(tables.tables["post_occurrence"], id=1, post_id=1))
    yield engine
    engine.dispose()


def row_of(table: Table, **values: object) -> Insert:
    """A row, with something in each column that wants a value and was given none."""
    for column in table.columns:
        if not column.nullable and column.server_default is None:
            values.setdefault(column.name, _SOMETHING.get(column.type.python_type, "x"))
    return table.insert().values(values)


def test_rows_of_tables_made_anew_and_what_refers_to_them_stay(engine: Engine) -> None:
    migrate(engine)
    assert is_current(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT title FROM post")) == "Lock your shed"
        assert connection.scalar(text("SELECT count(*) FROM post_occurrence")) == 1
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_rows_that_refer_to_nothing_are_an_error_and_nothing_is_changed(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM post")
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    with pytest.raises(IntegrityError):
        migrate(engine)
    assert not is_current(engine)
