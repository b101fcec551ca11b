"""Cuts long texts into messages that Telegram takes, at the end of a sentence where there is one."""

from __future__ import annotations

import re

from telegram.constants import MessageLimit

from bot.domain.text_units import units

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
_LOOK_AHEAD = 40
_SMALLEST_SHARE = 0.25
"""A cut that would leave less than this of a message is passed over for a worse one, down to words."""


def split_text(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces of at most `longest` UTF-16 units; none is empty."""
    pieces = []
    rest = text.strip()
    while units(rest) > longest:
        end, begin = _find_cut(rest, len(_head(rest, longest)))
        pieces.append(rest[:end])
        rest = rest[begin:].lstrip()
    return [*pieces, rest] if rest else pieces


def _head(text: str, longest: int) -> str:
    """As much of the beginning as fits, without half a character at its end."""
    return text.encode("utf-16-le", "surrogatepass")[: longest * 2].decode("utf-16-le", "ignore")


def _find_cut(text: str, longest: int) -> tuple[int, int]:
    """Where the piece ends, at most so many characters on, and where the next begins."""
    # What stands behind the piece is looked at too: it may go on with a number.
    near = text[: longest + _LOOK_AHEAD]
    for cut in _CUTS:
        least = 1 if cut is _CUTS[-1] else longest * _SMALLEST_SHARE
        found = [match for match in cut.finditer(near) if least <= match.start() <= longest]
        if found:
            return found[-1].start(), found[-1].end()
    return longest, longest
