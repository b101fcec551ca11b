"""Photos: makes a clean JPEG of what a resident sent, blacks out and blurs, and keeps files out of reach."""

from __future__ import annotations

import io
import math
import secrets
import warnings
from collections.abc import Iterable
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from bot.domain.photos import Box, CleanPhoto
from bot.errors import NotFoundError, PhotoRefusedError

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
LONGEST_SIDE = 2000
"""Pixels: enough to see what a crew needs to see."""
MOST_PIXELS = 64_000_000
"""More than the largest ordinary phone camera takes; a small file may claim far more than fits in memory."""
_QUALITY = 85
_BLANK_SIZE = (640, 160)
_BLURRED_SIDE, _BLURRED_SQUARES, _BLUR = 400, 8, 12

pillow_heif.register_heif_opener()


def clean_photo(content: bytes, max_bytes: int) -> CleanPhoto:
    """Decode a picture, turn it upright, scale it down and encode it again without metadata.

    Raises PhotoRefusedError with the reason `photo_empty`, `photo_too_large`, `photo_too_many_pixels`,
    `photo_kind` or `photo_broken`.
    """
    if not content:
        raise PhotoRefusedError("photo_empty")
    if len(content) > max_bytes:
        raise PhotoRefusedError("photo_too_large")
    with _open(content) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PhotoRefusedError("photo_too_many_pixels")
        picture = _decode(opened)
    return _encode(picture)


def redact(jpeg: bytes, boxes: Iterable[Box]) -> CleanPhoto:
    """A copy of a stored photo with the boxes black: what was there is in it no more."""
    picture = _stored(jpeg)
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        # Rounded outwards, so that no edge of what was boxed shows.
        left, top = math.floor(box.left * picture.width / 100), math.floor(box.top * picture.height / 100)
        right = math.ceil((box.left + box.width) * picture.width / 100)
        bottom = math.ceil((box.top + box.height) * picture.height / 100)
        draw.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill="black")
    return _encode(picture)


def blur(jpeg: bytes) -> bytes:
    """A small copy of a stored photo in which no more than its colours can be made out."""
    picture = _stored(jpeg)
    picture.thumbnail((_BLURRED_SIDE, _BLURRED_SIDE), Image.Resampling.BOX)
    # So few squares are left before it is made smooth that no face or number can be brought back.
    few = picture.resize((_BLURRED_SQUARES, _BLURRED_SQUARES), Image.Resampling.BOX)
    smooth = few.resize(picture.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(_BLUR))
    return _encode(smooth).jpeg


def _stored(jpeg: bytes) -> Image.Image:
    with _open(jpeg) as opened:
        return _decode(opened)


def _encode(picture: Image.Image) -> CleanPhoto:
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=_QUALITY, optimize=True)
    return CleanPhoto(stored.getvalue(), picture.width, picture.height)


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Our own limit on pixels follows right after and is the lower one.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise PhotoRefusedError("photo_too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, RuntimeError):
        raise PhotoRefusedError("photo_kind") from None


def _decode(opened: Image.Image) -> Image.Image:
    """The upright, scaled picture on white, copied so that comments, profiles and places stay behind."""
    try:
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        coloured = picture.convert("RGBA")
    except (OSError, SyntaxError, ValueError, RuntimeError, EOFError):
        raise PhotoRefusedError("photo_broken") from None
    clean = Image.new("RGB", coloured.size, "white")
    clean.paste(coloured, mask=coloured.getchannel("A"))
    return clean


def blank_picture() -> bytes:
    """A JPEG that shows nothing, to stand where a picture was that can't be deleted."""
    stored = io.BytesIO()
    Image.new("RGB", _BLANK_SIZE, "white").save(stored, "JPEG")
    return stored.getvalue()


class PhotoFolder:
    """The folder in which photos are kept under names that say nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, photo: CleanPhoto) -> str:
        """Keep a photo and return its file name; raises OSError when the folder can't be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{secrets.token_hex(16)}.jpg"
        file = self._folder / name
        file.touch(mode=0o600)
        file.write_bytes(photo.jpeg)
        return name

    def read(self, name: str) -> bytes:
        """The stored JPEG; raises NotFoundError when it is gone."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            raise NotFoundError("a photo's file is missing") from None

    def remove(self, names: Iterable[str]) -> None:
        """Delete photos; one that is gone already is fine."""
        for name in names:
            (self._folder / name).unlink(missing_ok=True)
