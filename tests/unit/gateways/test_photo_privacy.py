"""What is blacked out or blurred can't be made out in the copy."""

from __future__ import annotations

import io
from itertools import pairwise

from PIL import Image, ImageDraw, ImageStat

from bot.domain.photos import Box
from bot.gateways.photos import blur, redact


def decode(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image.convert("RGB")


def number_plate() -> bytes:
    """White, with thin black stripes in its middle."""
    image = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(image)
    for x in range(150, 250, 8):
        draw.rectangle((x, 80, x + 3, 120), fill="black")
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=90)
    return stored.getvalue()


def test_a_box_is_black_and_the_rest_is_left() -> None:
    copy = redact(number_plate(), [Box(25, 25, 50, 50)])
    image = decode(copy.jpeg)
    assert (copy.width, copy.height) == image.size == (400, 200)
    inside = image.crop((104, 54, 296, 146))
    assert max(high for _, high in inside.getextrema()) < 16  # type: ignore[misc]
    assert image.getpixel((20, 20)) > (240, 240, 240)  # type: ignore[operator]
    assert image.getpixel((380, 180)) > (240, 240, 240)  # type: ignore[operator]


def test_a_hair_thin_box_blackens_something() -> None:
    image = decode(redact(number_plate(), [Box(0, 0, 0.01, 100)]).jpeg)
    assert sum(image.getpixel((0, 100))) < 300  # type: ignore[arg-type]


def test_no_detail_is_left_in_what_is_blurred() -> None:
    image = decode(blur(number_plate()))
    # Neighbouring columns in the middle, where the stripes were, are all but alike.
    middle = [ImageStat.Stat(image.crop((x, 90, x + 1, 110))).mean[0] for x in range(160, 240)]
    assert max(abs(a - b) for a, b in pairwise(middle)) < 6
