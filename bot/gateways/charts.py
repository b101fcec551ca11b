"""Draws charts as SVG without a browser or the network, by Altair and vl-convert."""

from __future__ import annotations

from math import cos, radians
from typing import Any

from bot.domain.documents import ChartKind, Table

_COLOUR = "#14433d"
_SERIES_COLOURS = (_COLOUR, "#5694ca", "#b5460f", "#4c2c92", "#7a6a00", "#505a5f")
"""Told apart by their lightness too."""
_WIDTH, _COLUMNS_HEIGHT, _BAR_STEP, _GROUPED_STEP = 620, 260, 22, 16
_LABEL_PIXELS = 300
_MAP_SIDE, _MARGIN, _LEAST_SIDE = 480, 1.2, 0.02
"""Pixels of a map's sides; how much wider it is than its points; and at least, in degrees of latitude."""
_SMALLEST, _LARGEST = 80, 900
"""Areas of a map's points in square pixels."""
# Labels are measured in one font and shown in whichever the reader has, which may be wider.
_PADDING = {"left": 60, "right": 12, "top": 6, "bottom": 6}
_FONT = "Arial, Helvetica, sans-serif"


def draw_chart(table: Table) -> bytes:
    """The second column of a table over its first, or its points as a map, as an SVG document.

    It needs nothing from outside and carries neither script nor style sheet, so that the strictest content
    policy shows it.
    """
    # Not at the top: the hub starts without the quarter of a second that they take.
    import vl_convert

    drawn = _DRAWERS[table.chart or ChartKind.BARS](table)
    drawn = drawn.configure(font=_FONT, padding=_PADDING).configure_axis(labelFontSize=13, titleFontSize=13)
    svg: str = vl_convert.vegalite_to_svg(drawn.to_dict())
    return svg.encode("utf-8")


def _bars(table: Table) -> Any:
    import altair

    values = [{"label": str(row[0]), "value": row[1] or 0} for row in table.chart_rows or table.rows]
    chart = altair.Chart(altair.InlineData(values)).mark_bar(color=_COLOUR)
    axis = altair.Axis(tickMinStep=1, format="d")
    value: dict[str, Any] = {"title": table.columns[1], "axis": axis}
    label: dict[str, Any] = {"sort": None, "title": None, "axis": altair.Axis(labelLimit=_LABEL_PIXELS)}
    if table.chart is ChartKind.COLUMNS:
        drawn = chart.encode(x=altair.X("label:N", **label), y=altair.Y("value:Q", **value))
        return drawn.properties(width=_WIDTH, height=_COLUMNS_HEIGHT)
    drawn = chart.encode(x=altair.X("value:Q", **value), y=altair.Y("label:N", **label))
    return drawn.properties(width=_WIDTH, height=altair.Step(_BAR_STEP))


def _groups(table: Table) -> Any:
    """A bar with its number for each that is known; nothing, not even a nought, where one is hidden."""
    import altair

    shown = [
        {"label": str(label), "series": name, "value": value}
        for label, *numbers in table.chart_rows
        for name, value in zip(table.series, numbers, strict=True)
        if value is not None
    ]
    colours = altair.Scale(domain=list(table.series), range=list(_SERIES_COLOURS[: len(table.series)]))
    order = list(table.series)
    base = altair.Chart(altair.InlineData(shown)).encode(
        x=altair.X("value:Q", title=None, axis=altair.Axis(tickMinStep=1, format="d")),
        y=altair.Y("label:N", sort=None, title=None, axis=altair.Axis(labelLimit=_LABEL_PIXELS)),
        yOffset=altair.YOffset("series:N", sort=order),
    )
    legend = altair.Legend(title=None, orient="top", columns=1, labelLimit=_WIDTH, labelFontSize=13)
    bars = base.mark_bar().encode(color=altair.Color("series:N", scale=colours, sort=order, legend=legend))
    numbers = base.mark_text(align="left", dx=3, fontSize=11, color="#0b0c0c").encode(text="value:Q")
    step = altair.Step(_GROUPED_STEP, **{"for": "offset"})
    return (bars + numbers).properties(width=_WIDTH, height=step)


def _points(table: Table) -> Any:
    """A plain ground on which a kilometre is as long to the east as to the north."""
    import altair

    rows: list[Any] = list(table.chart_rows)
    values = [dict(zip(("label", "value", "north", "east"), row, strict=True)) for row in rows]
    north, east = [row[2] for row in rows], [row[3] for row in rows]
    middle = (min(north) + max(north)) / 2, (min(east) + max(east)) / 2
    narrowing = cos(radians(middle[0]))
    side = max(max(north) - min(north), (max(east) - min(east)) * narrowing, _LEAST_SIDE) * _MARGIN

    def scale(centre: float, length: float) -> Any:
        return altair.Scale(domain=[centre - length / 2, centre + length / 2], nice=False, zero=False)

    base = altair.Chart(altair.InlineData(values)).encode(
        x=altair.X("east:Q", title="Longitude", scale=scale(middle[1], side / narrowing)),
        y=altair.Y("north:Q", title="Latitude", scale=scale(middle[0], side)),
    )
    sizes = altair.Scale(range=[_SMALLEST, _LARGEST], zero=False)
    circles = base.mark_circle(color=_COLOUR, opacity=0.8).encode(
        size=altair.Size("value:Q", title=table.columns[1], scale=sizes)
    )
    # Beside its point, upwards: the number has to be read on the plain ground, however small the point is.
    numbers = base.mark_text(dx=14, dy=-14, fontSize=13, color="#0b0c0c").encode(text="label:N")
    return (circles + numbers).properties(width=_MAP_SIDE, height=_MAP_SIDE)


_DRAWERS = {
    ChartKind.BARS: _bars,
    ChartKind.COLUMNS: _bars,
    ChartKind.GROUPS: _groups,
    ChartKind.POINTS: _points,
}
