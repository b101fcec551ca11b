"""CSV files that staff take with them: written while they are read, and safe in spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from fastapi.responses import Response, StreamingResponse
from sqlalchemy.orm import Session

from bot.console.visits import Visit
from bot.domain.documents import Table

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(
    visit: Visit, name: str, columns: Sequence[str], read: Callable[[Session], Iterator[Any]]
) -> Response:
    """A file of that name with a line for each row that `read` gives, and its attributes as columns."""
    return StreamingResponse(
        _lines(visit, columns, read),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_of(table: Table, name: str) -> Response:
    """A table as a file of that name; hidden and missing cells are empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(title) for title in table.columns])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(visit: Visit, columns: Sequence[str], read: Callable[[Session], Iterator[Any]]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    with visit.services.database.unit_of_work() as unit:
        for row in read(unit):
            writer.writerow([_cell(getattr(row, column)) for column in columns])
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    if isinstance(value, int | float):
        return str(value)
    return f"'{value}" if str(value).startswith(_FORMULA) else str(value)
