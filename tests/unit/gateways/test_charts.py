"""Charts are pictures that the strictest content policy shows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.domain.documents import ChartKind, Table
from bot.gateways.charts import draw_chart

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", list(ChartKind))
def test_it_draws_every_row_with_its_name_and_no_style_or_script(kind: ChartKind) -> None:
    rows = (("Litter & <b>", 12), ("Noise", 3), ("Parking", 0))
    svg = draw_chart(Table("x", "X", ("Kind", "Concerns"), rows, chart=kind))
    drawn = ElementTree.fromstring(svg)  # noqa: S314 -- we drew it ourselves
    elements = list(drawn.iter())
    assert {"Litter & <b>", "Noise", "Parking"} <= {element.text for element in elements}
    bars = [e for e in elements if e.tag == f"{_SVG}path" and e.get("fill") == "#14433d"]
    assert len(bars) == 3
    assert not [e.tag for e in elements if e.tag in {f"{_SVG}script", f"{_SVG}style"} or "style" in e.attrib]
