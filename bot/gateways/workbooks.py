"""Writes workbooks (XLSX) by XlsxWriter: one sheet a table, its texts never taken for formulas or links."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from bot.domain.documents import Table

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60


def write_workbook(tables: Sequence[Table]) -> bytes:
    """The tables as sheets in their order, named by their titles."""
    # Not at the top: few requests need it.
    import xlsxwriter

    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **plain}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        names: set[str] = set()
        for table in tables:
            sheet = book.add_worksheet(_name(table.title, names))
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.columns, bold)
            for number, row in enumerate(table.rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif cell is not None:
                        sheet.write_number(number, column, cell)
            for column, title in enumerate(table.columns):
                widest = max([len(title), *(len(str(row[column])) for row in table.rows[:200])])
                sheet.set_column(column, column, min(widest + 2, _WIDEST))
    return content.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """A sheet's name: short, without what Excel forbids, and not there yet whatever the case."""
    plain = _FORBIDDEN.sub(" ", title).strip()[:_LONGEST_NAME] or "Sheet"
    name, count = plain, 1
    while name.casefold() in taken:
        count += 1
        name = f"{plain[: _LONGEST_NAME - 4]} {count}"
    taken.add(name.casefold())
    return name
