"""Brings the database to the form that this version of the product needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

MIGRATIONS = Path(__file__).parent / "migrations"
_ORPHANS = "PRAGMA foreign_key_check"


def migration_config() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Run every migration that is missing, up to a revision.

    Raises sqlalchemy.exc.OperationalError when the database can't be reached or written, and
    sqlalchemy.exc.IntegrityError when rows would refer to nothing afterwards; then nothing is changed.
    """
    config = migration_config()
    with engine.connect() as connection, _tables_made_anew(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql(_ORPHANS).first():
            raise IntegrityError(_ORPHANS, None, ValueError("rows refer to something that isn't there"))


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew without taking along the rows that refer to the old one.

    To change a column the table is copied and dropped, and dropping it deletes what refers to it by cascade.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    _set_foreign_keys(connection, "OFF")
    try:
        yield
    finally:
        _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, kept: str) -> None:
    connection.exec_driver_sql(f"PRAGMA foreign_keys={kept}")
    # The pragma does nothing inside a transaction, and the connection believes that it began one.
    connection.commit()


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest form."""
    head = ScriptDirectory.from_config(migration_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
