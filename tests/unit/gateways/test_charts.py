"""Charts are pictures that the strictest content policy shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bot.domain.documents import ChartKind, Table
from bot.gateways.charts import draw_chart

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.COLUMNS])
def test_it_draws_every_row_with_its_name_and_no_style_or_script(kind: ChartKind) -> None:
    rows = (("Litter & <b>", 12), ("Noise", 3), ("Parking", 0))
    svg = draw_chart(Table("x", "X", ("Kind", "Concerns"), rows, chart=kind))
    drawn = ElementTree.fromstring(svg)  # noqa: S314 -- we drew it ourselves
    elements = list(drawn.iter())
    assert {"Litter & <b>", "Noise", "Parking"} <= {element.text for element in elements}
    bars = [e for e in elements if e.tag == f"{_SVG}path" and e.get("fill") == "#14433d"]
    assert len(bars) == 3
    assert not [e.tag for e in elements if e.tag in {f"{_SVG}script", f"{_SVG}style"} or "style" in e.attrib]


@pytest.mark.parametrize(
    "points", [(("1", 40, 54.66, -2.75), ("2", 9, 54.9, -2.93)), (("1", 9, 54.66, -2.75),)]
)
def test_a_map_has_every_point_within_its_ground_and_its_number(
    points: tuple[tuple[str, int, float, float], ...],
) -> None:
    rows = tuple((f"{label}. Mill Lane", count) for label, count, *_ in points)
    svg = draw_chart(Table("x", "X", ("Near", "Concerns"), rows, "", ChartKind.POINTS, points))
    elements = list(ElementTree.fromstring(svg).iter())  # noqa: S314 -- we drew it ourselves
    assert {label for label, *_ in points} <= {element.text for element in elements}
    drawn = [e for e in elements if e.get("fill") == "#14433d" and e.get("aria-roledescription") == "circle"]
    places = [re.findall(r"[-0-9.]+", e.get("transform", "")) for e in drawn]
    assert len(places) == len(points)
    assert all(0 < float(x) < 480 and 0 < float(y) < 480 for x, y in places)
    assert not [e.tag for e in elements if e.tag in {f"{_SVG}script", f"{_SVG}style"} or "style" in e.attrib]


def test_groups_draw_each_number_that_is_known_and_nothing_where_one_is_hidden() -> None:
    rows = (("Yes <b>", 31, None), ("No", 0, 43), ("Hidden altogether", None, None))
    table = Table("x", "X", ("Answer", "Under 40", "40 and over"), rows).grouped(
        ("Under 40", "40 and over"), rows
    )
    elements = list(ElementTree.fromstring(draw_chart(table)).iter())  # noqa: S314 -- we drew it ourselves
    bars = [e for e in elements if e.get("aria-roledescription") == "bar"]
    numbers = [e.text for e in elements if e.text in {"31", "43"}]
    assert len(bars) == 3
    assert sorted(numbers) == ["31", "43"]
    assert {"Yes <b>", "No", "Under 40", "40 and over"} <= {e.text for e in elements}
    assert "Hidden altogether" not in {e.text for e in elements}
    assert not [e.tag for e in elements if e.tag in {f"{_SVG}script", f"{_SVG}style"} or "style" in e.attrib]


def test_what_cannot_be_read_is_not_drawn() -> None:
    rows = tuple((f"Answer {n}", n, n) for n in range(31))
    table = Table("x", "X", ("Answer", "A", "B"), rows)
    assert table.grouped(("A", "B"), rows).chart is None
    assert table.grouped(("A", "B"), (("Yes", None, None),)).chart is None
    assert table.grouped(("A", "B"), rows[:30]).chart is ChartKind.GROUPS
