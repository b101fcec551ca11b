"""What a photo is once it has been checked, what is blacked out on it, and who is shown which copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.errors import StaffError

MOST_BOXES = 40
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A picture without anything but its pixels, as JPEG."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, measured from its upper left corner in per cent of its width and height."""

    left: float
    top: float
    width: float
    height: float


def read_boxes(rows: Iterable[Sequence[str]]) -> list[Box]:
    """The boxes of a form, each as left, top, width and height; rows without anything in them are left out.

    Raises StaffError, in words for who filled it in, for what is no number, lies outside the picture or
    has no size, and where there is no box at all.
    """
    boxes = []
    for number, row in enumerate(rows, start=1):
        written = [text.strip() for text in row]
        if any(written):
            boxes.append(_read(number, written))
    if not boxes:
        raise StaffError("draw a box on the photo, or write where one is")
    if len(boxes) > MOST_BOXES:
        raise StaffError(f"use no more than {MOST_BOXES} boxes at once")
    return boxes


def _read(number: int, written: Sequence[str]) -> Box:
    try:
        left, top, width, height = (float(text.rstrip("% ").replace(",", ".")) for text in written)
    except ValueError:
        raise StaffError(f"box {number}: write four numbers: left, top, width and height") from None
    # NaN compares with nothing, so that it is refused too.
    if not (0 <= left < _WHOLE and 0 <= top < _WHOLE):
        raise StaffError(f"box {number}: left and top have to be from 0 to 100")
    if not (0 < width <= _WHOLE and 0 < height <= _WHOLE):
        raise StaffError(f"box {number}: width and height have to be more than 0, and 100 at the most")
    return Box(left, top, min(width, _WHOLE - left), min(height, _WHOLE - top))
