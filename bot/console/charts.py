"""Charts in the console's pages."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from bot.console.visits import Visit
from bot.domain.documents import Table


def draw_charts(visit: Visit, tables: Iterable[Table]) -> dict[str, str]:
    """Each table's chart by its key, as an address of its own content.

    With an address apart, all would be counted again for each picture.
    """
    return {table.key: _picture(visit, table) for table in tables if table.chart and table.rows}


def _picture(visit: Visit, table: Table) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(visit.services.draw_chart(table)).decode('ascii')}"
