"""The audit trail, for administrators: filtered, by page, and as a CSV file."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.csv_files import csv_file
from bot.console.filters import asked_begin, asked_end, asked_text
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.services.audit import AuditFilter

routes = Routes(Entry("Audit", f"{PREFIX}/audit", Permission.READ_AUDIT, order=90, section=Section.SET_UP))
SHOWN_AT_ONCE = 100
_COLUMNS = (
    "id",
    "at",
    "actor",
    "address",
    "action",
    "subject_kind",
    "subject_id",
    "before",
    "after",
    "reason",
)


@routes.get("/audit", Permission.READ_AUDIT)
def show_audit(visit: Visiting, before: int | None = None) -> Response:
    """The newest entries, and links to earlier ones."""
    with visit.services.database.unit_of_work() as unit:
        found = visit.services.audit.list_entries(unit, _filter(visit), SHOWN_AT_ONCE + 1, before)
        return visit.page(
            "audit.html",
            entries=found[:SHOWN_AT_ONCE],
            has_earlier=len(found) > SHOWN_AT_ONCE,
            asked={
                name: asked_text(visit, name) for name in ("actor", "action", "subject", "since", "until")
            },
        )


@routes.get("/audit.csv", Permission.READ_AUDIT)
def export_audit(visit: Visiting) -> Response:
    """Everything that the filter leaves, oldest first; the export itself is entered too."""
    audit, wanted = visit.services.audit, _filter(visit)
    with visit.services.database.unit_of_work() as unit:
        audit.record(unit, visit.staff, "audit.export", ("audit", "all"))
    return csv_file(visit, "audit.csv", _COLUMNS, lambda unit: audit.export(unit, wanted))


def _filter(visit: Visit) -> AuditFilter:
    return AuditFilter(
        actor=asked_text(visit, "actor").lower(),
        action=asked_text(visit, "action"),
        subject=asked_text(visit, "subject"),
        since=asked_begin(visit, "since"),
        until=asked_end(visit, "until"),
    )
