"""Memory in huge pages: which parts of a process, and that what lies in them stays what it was."""

import ctypes
import mmap
from pathlib import Path

import pytest

from nlu.server.huge_pages import PAGE, page_starts, use_huge_pages

OWN = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
SETTING = Path("/sys/kernel/mm/transparent_hugepage/enabled")

MAPS = """\
00400000-00c00000 r-xp 00000000 fe:00 1234                               /usr/bin/python3.12
01000000-01800000 rw-p 00000000 00:00 0                                  [heap]
7f0000100000-7f0000700000 rw-p 00000000 00:00 0
7f0000800000-7f0000900000 rw-p 00000000 00:00 0
7f0001000000-7f0001800000 rw-p 00000000 fe:00 1234                       /usr/lib/libpython3.12.so
7f0002000000-7f0002800000 rw-s 00000000 00:01 99
7ffc00000000-7ffc00800000 rw-p 00000000 00:00 0                          [stack]
"""


def test_only_whole_pages_of_the_process_s_own_memory_are_named() -> None:
    heap = [0x1000000, 0x1200000, 0x1400000, 0x1600000]
    own = [0x7F0000200000, 0x7F0000400000]
    assert list(page_starts(MAPS)) == heap + own


def test_what_lies_in_it_stays_as_it_was() -> None:
    with mmap.mmap(-1, 8 * PAGE, flags=OWN) as memory:
        memory.write(bytes(range(256)) * (8 * PAGE // 256))
        gathered = use_huge_pages()
        assert gathered == 0 or _huge_kilobytes() >= gathered * PAGE // 1024
        assert memory[:] == bytes(range(256)) * (8 * PAGE // 256)


@pytest.mark.skipif(
    SETTING.exists() and "[always]" in SETTING.read_text(encoding="ascii"),
    reason="this system gathers pages by itself",
)
def test_a_page_that_is_hardly_used_stays_small() -> None:
    with mmap.mmap(-1, 8 * PAGE, flags=OWN) as memory:
        address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        for page in range(8):
            memory[page * PAGE] = 1
        use_huge_pages()
        assert _resident_of(address) < PAGE // 1024


def _huge_kilobytes() -> int:
    lines = Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages:"))


def _resident_of(address: int) -> int:
    """Kilobytes in use of the stretch of memory that holds an address."""
    is_it = False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        first = line.split()[0]
        if "-" in first and not first.endswith(":"):
            start, end = (int(part, 16) for part in first.split("-"))
            is_it = start <= address < end
        elif is_it and first == "Rss:":
            return int(line.split()[1])
    raise AssertionError("the memory is nowhere")
