"""Has the kernel put a server's memory into huge pages, where what every message needs is found more quickly.

Between two messages a processor forgets where the many small pages of a Python program lie; a page of 2 MB
takes the place of 512 of them (docs/adr/0007-quick-server.md).
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PAGE = 2 * 1024 * 1024
"""Bytes of a huge page."""

_AFTER_SECONDS = 5.0
_MAPS = Path("/proc/self/maps")
_PAGES = Path("/proc/self/pagemap")
_SMALL = 4096
_ENTRY = 8
"""Bytes that tell of one small page; the highest bit says that it is there."""
_COLLAPSE = 25
"""MADV_COLLAPSE of Linux 6.1 and later; an older kernel refuses it, and nothing is changed."""
_OWN, _HEAP = "rw-p", "[heap]"
_FULL = 7 / 8
"""How much of a huge page must be in use: the rest of it is memory that wasn't needed before."""


async def use_huge_pages_soon() -> None:
    """Gather the memory of this process a few seconds from now: first messages need the processors more."""
    await asyncio.sleep(_AFTER_SECONDS)
    await asyncio.to_thread(use_huge_pages)


def use_huge_pages() -> int:
    """Gather this process's memory into huge pages, and return into how many; 0 where the system can't.

    Takes up to a second, nearly all in the kernel and without Python's lock.
    """
    try:
        advise = ctypes.CDLL(None).madvise
        advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        with _PAGES.open("rb", buffering=0) as pages:
            starts = page_starts(_MAPS.read_text(encoding="ascii", errors="replace"))
            return sum(advise(at, PAGE, _COLLAPSE) == 0 for at in starts if _share_used(pages, at) >= _FULL)
    except (OSError, AttributeError):
        return 0


def page_starts(maps: str) -> Iterator[int]:
    """Where huge pages can begin in a process's own memory, by what `/proc/self/maps` says of it."""
    for line in maps.splitlines():
        span, rights, _offset, _device, _inode, *name = line.split(maxsplit=5)
        if rights == _OWN and name in ([], [_HEAP]):
            start, end = (int(address, 16) for address in span.split("-"))
            yield from range(-(-start // PAGE) * PAGE, end - PAGE + 1, PAGE)


def _share_used(pages: BinaryIO, start: int) -> float:
    """How much of the memory of a huge page is in use."""
    pages.seek(start // _SMALL * _ENTRY)
    entries = pages.read(PAGE // _SMALL * _ENTRY)
    return sum(highest >> 7 for highest in entries[_ENTRY - 1 :: _ENTRY]) / (PAGE // _SMALL)
