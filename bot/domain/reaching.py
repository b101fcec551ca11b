"""Recognises a telephone number or an email address in what a resident writes."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
# Ten digits or more, as British numbers have them, with the spaces and brackets that people write.
_TELEPHONE = re.compile(r"(?<![\w-])(?:\+44|0044|0)[\s()-]*(?:\d[\s()-]*){9,10}(?!\d)")


def names_a_way_to_reach(text: str) -> bool:
    """Whether there is a telephone number or an email address in the text."""
    return bool(_EMAIL.search(text) or _TELEPHONE.search(text))
