"""Tells staff why a picture that they chose wasn't taken in."""

from __future__ import annotations

from bot.errors import PhotoRefusedError

_MEGABYTE = 1024 * 1024
_REFUSED = {
    "photo_empty": "The picture has nothing in it. Choose another one.",
    "photo_too_large": "The picture is too big: {megabytes:.2g} MB at the most.",
    "photo_too_many_pixels": "The picture is too large to open. Choose a smaller copy.",
    "photo_kind": "That file can't be opened. Choose a JPEG, PNG, WebP or HEIC.",
    "photo_broken": "The picture seems to be damaged and can't be opened. Choose another one.",
    "photo_too_narrow": "The picture is far longer one way than the other. Cut it first.",
}
NOT_KEPT = "The picture couldn't be kept. Try again in a while, or go on without it."


def why_refused(refused: PhotoRefusedError, max_bytes: int) -> str:
    """The reason in a sentence; `max_bytes` is the largest picture that is taken."""
    return _REFUSED[refused.reason].format(megabytes=max_bytes / _MEGABYTE)
