"""Words of news: compared without their marks, and cut where a sentence ends."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LINES = re.compile(r"\s*\n\s*\n\s*")
#: Where a text may end, best first: a paragraph, a sentence, a word.
_ENDS = (re.compile(r"\n\n"), re.compile(r"(?<=[.!?…])\s"), re.compile(r"\s"))
_UNUSUAL = re.compile(r"[^\x20-\x7e\n\t]")
_LEAST_SHARE = 0.5
MORE = "…"


def words_of(text: str) -> list[str]:
    """The words in order, without regard to capitals, marks and forms of letters."""
    return [word.replace("’", "'") for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())]


def one_line(text: str) -> str:
    """The text with single blanks, without characters that show nothing."""
    return " ".join(_shown(text).split())


def paragraphs(text: str) -> str:
    """The text with single blanks, and one empty line between its paragraphs."""
    lines = [" ".join(line.split()) for line in _shown(text).split("\n")]
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def cut_text(text: str, longest: int) -> str:
    """The text if it is short enough, else its beginning up to a good end, marked as cut.

    Never longer than `longest` characters, which has to be 1 at the least.
    """
    if len(text) <= longest:
        return text
    room = longest - len(MORE) - 1
    for end in _ENDS:
        found = [match.start() for match in end.finditer(text, 0, room + 1)]
        if found and found[-1] >= room * _LEAST_SHARE:
            mark = MORE if end is _ENDS[-1] else f" {MORE}"
            return text[: found[-1]].rstrip() + mark
    return text[: longest - len(MORE)] + MORE


def _shown(text: str) -> str:
    return _UNUSUAL.sub(_if_shown, text)


def _if_shown(found: re.Match[str]) -> str:
    # Marks that turn the direction of writing around can make words look like others.
    return "" if unicodedata.category(found[0]) in {"Cc", "Cf", "Cs", "Co"} else found[0]
