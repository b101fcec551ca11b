"""Boxes that are blacked out, as a form says them."""

from __future__ import annotations

import pytest

from bot.domain.photos import MOST_BOXES, Box, read_boxes
from bot.errors import StaffError

EMPTY = ("", " ", "", "")


def test_empty_rows_are_left_out_and_people_may_write_per_cent_signs() -> None:
    assert read_boxes([EMPTY, ("10", "20,5", "30 %", "40")]) == [Box(10, 20.5, 30, 40)]


def test_a_box_ends_where_the_picture_does() -> None:
    assert read_boxes([("90", "50", "40", "100")]) == [Box(90, 50, 10, 50)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("10", "20", "30", ""), "box 2: write four numbers"),
        (("10", "20", "x", "5"), "box 2: write four numbers"),
        (("-1", "20", "30", "40"), "left and top"),
        (("100", "20", "30", "40"), "left and top"),
        (("nan", "20", "30", "40"), "left and top"),
        (("1", "20", "nan", "40"), "width and height"),
        (("1", "20", "0", "40"), "width and height"),
        (("1", "20", "inf", "40"), "width and height"),
    ],
)
def test_what_is_no_box_is_named(row: tuple[str, ...], said: str) -> None:
    with pytest.raises(StaffError, match=said):
        read_boxes([EMPTY, row])


@pytest.mark.parametrize("rows", [[], [EMPTY], [("1", "1", "1", "1")] * (MOST_BOXES + 1)])
def test_none_and_too_many_are_refused(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(StaffError):
        read_boxes(rows)
