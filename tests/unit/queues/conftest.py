"""A queue's database: a SQLite file, and PostgreSQL where this machine has it; and a clock to turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.db.base import Base
from bot.db.migration import migrate
from bot.db.models import AuditEntry
from bot.db.session import Database, create_database_engine
from bot.services.inbox import InboxService
from bot.services.outbox import OutboxService
from tests.fakes.reports import create_database
from tests.postgres import find_programs, running_postgres


@dataclass(slots=True)
class Clock:
    """Says what time it is."""

    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL isn't installed here: apt-get install postgresql")
    with running_postgres(programs) as url:
        engine = create_database_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        database = create_database(tmp_path)
        yield database
        database.close()
        return
    database = Database(create_database_engine(request.getfixturevalue("postgres")))
    yield database
    with database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != AuditEntry.__tablename__:  # It can't be emptied, and refers to nothing.
                connection.execute(table.delete())
    database.close()


@pytest.fixture
def inbox(database: Database, clock: Clock) -> InboxService:
    return InboxService(database, now=clock)


@pytest.fixture
def outbox(database: Database, clock: Clock) -> OutboxService:
    return OutboxService(database, now=clock)
