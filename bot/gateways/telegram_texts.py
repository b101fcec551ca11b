"""Cuts long texts into messages that Telegram takes, at the end of a sentence where there is one."""

from __future__ import annotations

import re

from telegram.constants import MessageLimit

LONGEST = int(MessageLimit.MAX_TEXT_LENGTH)
"""UTF-16 code units, as Telegram counts."""

# Where a text may be cut, best first: paragraph, line, sentence, word. Never between two digits, so that
# a telephone number stays whole; addresses have no blanks in them.
_CUTS = (
    re.compile(r"\n\s*\n\s*"),
    re.compile(r"\s*\n\s*"),
    re.compile(r"(?<=[.!?…])\s+"),
    re.compile(r"(?<!\d)\s+|\s+(?!\d)"),
)
_SMALLEST_SHARE = 0.25
"""A cut that would leave less than this of a message is passed over for a worse one."""


def split_text(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces of at most `longest` UTF-16 units; none is empty."""
    pieces = []
    rest = text.strip()
    while units(rest) > longest:
        head = _head(rest, longest)
        end, begin = _find_cut(head)
        pieces.append(rest[:end])
        rest = rest[begin:].lstrip()
    return [*pieces, rest] if rest else pieces


def units(text: str) -> int:
    """How long Telegram takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, longest: int) -> str:
    """As much of the beginning as fits, without half a character at its end."""
    return text.encode("utf-16-le", "surrogatepass")[: longest * 2].decode("utf-16-le", "ignore")


def _find_cut(head: str) -> tuple[int, int]:
    """Where the piece ends and where the next begins."""
    for cut in _CUTS:
        found = [match for match in cut.finditer(head) if match.start() >= len(head) * _SMALLEST_SHARE]
        if found:
            return found[-1].start(), found[-1].end()
    return len(head), len(head)
