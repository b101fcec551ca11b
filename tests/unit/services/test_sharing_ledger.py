"""The sharing ledger takes entries and gives none back for changing, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from bot.db.models import SharingEntry
from bot.db.session import Database
from tests.both_databases import KINDS, empty_database


@pytest.fixture(params=KINDS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with one entry."""
    with empty_database(request.param, tmp_path) as database:
        with database.unit_of_work() as session:
            entry = SharingEntry(
                reference="LF-1",
                referral_id=1,
                delivery_key="k",
                agency_id="a",
                agency_name="A",
                route="email",
                fields=["reference"],
                purpose="to deal with what was reported",
                legal_basis="law",
                is_confirmed=True,
            )
            session.add(entry)
        yield database


@pytest.mark.parametrize(
    "change",
    [
        update(SharingEntry).values(agency_id="somebody else"),
        delete(SharingEntry),
        text("DELETE FROM sharing_entry WHERE id = 1"),
    ],
)
def test_the_database_itself_refuses_changes(ledger: Database, change: object) -> None:
    with pytest.raises(DatabaseError, match="only added to"), ledger.unit_of_work() as session:
        session.execute(change)  # type: ignore[call-overload]
    with ledger.unit_of_work() as session:
        assert session.scalars(select(SharingEntry.agency_id)).all() == ["a"]
