"""Reads the place pack's pages: Markdown below front matter between two lines of ---."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import PlacePackError
from bot.gateways.place_pack_yaml import LocatedYaml, parse_yaml, read_text

_FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_HTML_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!]")


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """One file's front matter and body."""

    front: LocatedYaml
    body: str
    body_line: int
    """On which line of the file the body begins."""

    def find_html(self) -> Iterator[PlacePackError]:
        """An error for each line of the body with HTML in it."""
        for number, line in enumerate(self.body.splitlines()):
            if _HTML_TAG.search(line):
                yield PlacePackError(
                    self.front.file, self.body_line + number, "HTML is not allowed, only Markdown"
                )


def read_page(file: Path) -> MarkdownPage:
    """The page in a file; PlacePackError when it can't be read or has no front matter."""
    match = _FRONT_MATTER.match(read_text(file))
    if match is None:
        raise PlacePackError(file, 1, "does not begin with front matter between two lines of ---")
    front = parse_yaml(file, match["yaml"], first_line=2)
    body_line = match["yaml"].count("\n") + 4
    return MarkdownPage(front, match["body"].strip() + "\n", body_line)
