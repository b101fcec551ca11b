"""A database and the services of reports, fresh for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.db.session import Database
from tests.fakes.reports import Reports, create_database, create_reports


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    database = create_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def reports(database: Database) -> Iterator[Reports]:
    """The services and a resident who talks with them."""
    with database.unit_of_work() as session:
        yield create_reports(session)
