"""Makes a PDF of a document, by Typst: it brings its fonts along and needs nothing of the system."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from bot.domain.documents import Document, Table
from bot.gateways.charts import draw_chart

_TEMPLATE = Path(__file__).parent / "report.typ"
_ACCESSIBLE: Literal["ua-1"] = "ua-1"


def make_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1: with tagged headings and tables, so that screen readers can read it."""
    # Not at the top: few requests need it.
    import typst

    report = asdict(document)
    for section, given in zip(report["sections"], document.sections, strict=True):
        for table, shown in zip(section["tables"], given.tables, strict=True):
            table["rows"] = shown.shown_rows()
            table["picture"] = _picture(shown) if document.has_charts else ""
            table["numbers"] = [shown.is_number(column) for column in range(len(shown.columns))]
    return typst.compile(
        str(_TEMPLATE),
        sys_inputs={"report": json.dumps(report)},
        pdf_standards=_ACCESSIBLE,
        ignore_system_fonts=True,
    )


def _picture(table: Table) -> str:
    return draw_chart(table).decode("utf-8") if table.chart and table.rows else ""
