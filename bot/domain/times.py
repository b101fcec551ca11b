"""Finds in a message when something happened or how often, in the resident's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable


class TimeCues:
    """The ways in which people say when."""

    def __init__(self, expressions: Iterable[str]) -> None:
        """`expressions` are regular expressions over lower-case text; raises re.error for a broken one."""
        self._pattern = re.compile("|".join(rf"\b(?:{expression})\b" for expression in expressions))

    def find(self, text: str) -> str | None:
        """All times that the message names, in its own words, or None."""
        found = [match[0].strip() for match in self._pattern.finditer(text.lower())]
        return ", ".join(dict.fromkeys(found)) or None
