"""Small pictures to send."""

from __future__ import annotations

import io

from PIL import Image


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object
) -> bytes:
    """A one-coloured picture as a file of that kind."""
    stored = io.BytesIO()
    colour = (200, 30, 30) if mode == "RGB" else (200, 30, 30, 0)
    Image.new(mode, size, colour).save(stored, kind, **options)
    return stored.getvalue()


def jpeg() -> bytes:
    """The plainest photo."""
    return picture()
