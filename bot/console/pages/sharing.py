"""The sharing ledger, for the yearly review of the agreement: filtered, by page, and as a CSV file."""

from __future__ import annotations

from fastapi.responses import Response

from bot.console.csv_files import csv_file
from bot.console.filters import asked_begin, asked_end, asked_text
from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes, Section
from bot.console.visits import Visit, Visiting
from bot.services.sharing_ledger import LedgerFilter

routes = Routes(
    Entry("Sharing", f"{PREFIX}/sharing", Permission.READ_SHARING, order=60, section=Section.FIGURES)
)
SHOWN_AT_ONCE = 100
_COLUMNS = (
    "id",
    "at",
    "reference",
    "category",
    "agency_id",
    "agency_name",
    "route",
    "fields",
    "purpose",
    "legal_basis",
    "is_confirmed",
    "referral_id",
    "delivery_key",
)


@routes.get("/sharing", Permission.READ_SHARING)
def show_sharing(visit: Visiting, before: int | None = None) -> Response:
    """The newest entries, and links to earlier ones."""
    services = visit.services
    with services.database.unit_of_work() as unit:
        found = services.ledger.list_entries(unit, _filter(visit), SHOWN_AT_ONCE + 1, before)
        return visit.page(
            "sharing.html",
            entries=found[:SHOWN_AT_ONCE],
            has_earlier=len(found) > SHOWN_AT_ONCE,
            agencies=services.directory.list_agencies(),
            asked={name: asked_text(visit, name) for name in ("agency", "reference", "since", "until")},
        )


@routes.get("/sharing.csv", Permission.READ_SHARING)
def export_sharing(visit: Visiting) -> Response:
    """Everything that the filter leaves, oldest first; that it was exported is in the audit trail."""
    ledger, wanted = visit.services.ledger, _filter(visit)
    with visit.services.database.unit_of_work() as unit:
        visit.services.audit.record(unit, visit.staff, "sharing.export", ("sharing", "all"))
    return csv_file(visit, "sharing.csv", _COLUMNS, lambda unit: ledger.export(unit, wanted))


def _filter(visit: Visit) -> LedgerFilter:
    return LedgerFilter(
        agency=asked_text(visit, "agency"),
        reference=asked_text(visit, "reference").upper(),
        since=asked_begin(visit, "since"),
        until=asked_end(visit, "until"),
    )
