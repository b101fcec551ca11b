"""The audit trail takes entries and gives none back for changing, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from bot.db.models import AuditEntry
from bot.db.session import Database
from bot.domain.staff import COMMAND_LINE
from bot.services.audit import AuditFilter, AuditService
from tests.both_databases import KINDS, empty_database


@pytest.fixture(params=KINDS)
def trail(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with one entry."""
    with empty_database(request.param, tmp_path) as database:
        with database.unit_of_work() as session:
            AuditService().record(
                session,
                COMMAND_LINE,
                "staff.change",
                ("staff", "a@hub.example"),
                before={"role": "analyst", "name": "A"},
                after={"role": "partner", "name": "A"},
                reason="moved",
            )
        yield database


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).values(actor="somebody else"),
        delete(AuditEntry),
        text("DELETE FROM audit_entry WHERE id = 1"),
    ],
)
def test_the_database_itself_refuses_changes(trail: Database, change: object) -> None:
    with pytest.raises(DatabaseError, match="only added to"), trail.unit_of_work() as session:
        session.execute(change)  # type: ignore[call-overload]
    with trail.unit_of_work() as session:
        entries = AuditService().list_entries(session, AuditFilter(), 10)
        assert [(entry.actor, entry.reason) for entry in entries] == [("command line", "moved")]


def test_only_what_changed_is_kept(trail: Database) -> None:
    with trail.unit_of_work() as session:
        entry = AuditService().list_for_subject(session, "staff", "a@hub.example")[0]
        assert (entry.before, entry.after) == ({"role": "analyst"}, {"role": "partner"})
