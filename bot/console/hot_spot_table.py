"""Hot spots as a table with a map over it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.console.figure_tables import Names
from bot.domain.documents import Cell, ChartKind, Table
from bot.domain.hot_spots import SQUARE_METRES, HotSpot

_COLUMNS = ("Near", "Concerns", "Expected", "Area", "Most about", "Latitude, longitude")


def hot_spots_table(spots: Sequence[HotSpot], names: Names, threshold: int) -> Table:
    """Each hot spot by the gazetteer's place near it; those below a `threshold` are left out already."""
    rows: list[tuple[Cell, ...]] = []
    points: list[tuple[Cell, ...]] = []
    for number, spot in enumerate(spots, start=1):
        place = names.place(spot.place_id) if spot.place_id else "No place named"
        about = ", ".join(map(names.category, spot.leading)) or None
        # One cell: a longitude alone begins with a minus, which spreadsheets take for a formula.
        where = f"{spot.latitude:.4f}, {spot.longitude:.4f}"
        area = names.area(spot.hub_area)
        rows.append((f"{number}. {place}", spot.count, round(spot.expected, 1), area, about, where))
        points.append((str(number), spot.count, spot.latitude, spot.longitude))
    return Table(
        "hot_spots",
        "Hot spots",
        _COLUMNS,
        tuple(rows),
        _summary(threshold),
        ChartKind.POINTS,
        tuple(points),
    )


def _summary(threshold: int) -> str:
    said = (
        f"Squares of about {SQUARE_METRES} metres with more concerns than chance explains beside the other "
        "squares of their area. A point is as exact as the place that was named. Concerns that name only a "
        "town or village, and sensitive ones, are left out."
    )
    return f"{said} Numbers below {threshold} are not shown." if threshold else said
