"""The audit trail, for administrators: filtered, by page, and as a CSV file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fastapi.responses import Response, StreamingResponse

from bot.console.permissions import Permission
from bot.console.routes import PREFIX, Entry, Routes
from bot.console.visits import Visit, Visiting
from bot.db.models import AuditEntry
from bot.services.audit import AuditFilter

routes = Routes(Entry("Audit", f"{PREFIX}/audit", Permission.READ_AUDIT, order=90))
SHOWN_AT_ONCE = 100
_LONGEST_QUERY = 254
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
_LOCAL_TIME = ZoneInfo("Europe/London")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@routes.get("/audit", Permission.READ_AUDIT)
def show_audit(visit: Visiting, before: int | None = None) -> Response:
    """The newest entries, and links to earlier ones."""
    with visit.services.database.unit_of_work() as unit:
        found = visit.services.audit.list_entries(unit, _filter(visit), SHOWN_AT_ONCE + 1, before)
        return visit.page(
            "audit.html",
            entries=found[:SHOWN_AT_ONCE],
            has_earlier=len(found) > SHOWN_AT_ONCE,
            asked={name: _query(visit, name) for name in ("actor", "action", "subject", "since", "until")},
        )


@routes.get("/audit.csv", Permission.READ_AUDIT)
def export_audit(visit: Visiting) -> Response:
    """Everything that the filter leaves, oldest first; the export itself is entered too."""
    with visit.services.database.unit_of_work() as unit:
        visit.services.audit.record(unit, visit.staff, "audit.export", ("audit", "all"))
    return StreamingResponse(
        _lines(visit),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _lines(visit: Visit) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    with visit.services.database.unit_of_work() as unit:
        for entry in visit.services.audit.export(unit, _filter(visit)):
            writer.writerow([_cell(entry, column) for column in _COLUMNS])
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _cell(entry: AuditEntry, column: str) -> str:
    value = getattr(entry, column)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{value}" if str(value).startswith(_FORMULA) else str(value)


def _filter(visit: Visit) -> AuditFilter:
    until = _day(visit, "until")
    return AuditFilter(
        actor=_query(visit, "actor").lower(),
        action=_query(visit, "action"),
        subject=_query(visit, "subject"),
        since=_begin_of(_day(visit, "since")),
        until=_begin_of(until + timedelta(days=1)) if until else None,
    )


def _query(visit: Visit, name: str) -> str:
    return visit.request.query_params.get(name, "").strip()[:_LONGEST_QUERY]


def _day(visit: Visit, name: str) -> date | None:
    """A day of the address; what is none leaves nothing out."""
    try:
        return date.fromisoformat(_query(visit, name))
    except ValueError:
        return None


def _begin_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, _LOCAL_TIME) if day else None
