"""What a photo is once it has been checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A picture without anything but its pixels, as JPEG."""

    jpeg: bytes
    width: int
    height: int
