"""Run by Alembic: brings the database to the newest form."""

from __future__ import annotations

from alembic import context

import bot.db.models  # noqa: F401  every model has to be known before its table can be made
from bot.db.base import Base
from bot.db.session import create_database_engine


def run_migrations() -> None:
    """Migrate inside one transaction, on the connection given or on the address in the configuration."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise ValueError("no database address given")
    engine = create_database_engine(url)
    with engine.connect() as own_connection:
        _migrate(own_connection)
    engine.dispose()


def _migrate(connection: object) -> None:
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=Base.metadata,
        # SQLite can't alter a table in place.
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations()
