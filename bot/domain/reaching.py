"""Recognises a telephone number or an email address in what a resident writes."""

from __future__ import annotations

import re

_LONGEST_KEY = 100
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
# Ten digits or more, as British numbers have them, with the spaces and brackets that people write.
_TELEPHONE = re.compile(r"(?<![\w-])(?:\+44|0044|0)[\s()-]*(?:\d[\s()-]*){9,10}(?!\d)")


def names_a_way_to_reach(text: str) -> bool:
    """Whether there is a telephone number or an email address in the text."""
    return bool(_EMAIL.search(text) or _TELEPHONE.search(text))


def contact_key(text: str) -> str | None:
    """The number (in digits, from 0 on) or email address in the text, as it is searched for; None without."""
    email = _EMAIL.search(text)
    if email:
        return email[0].lower()[:_LONGEST_KEY]
    number = _TELEPHONE.search(text)
    if number is None:
        return None
    digits = re.sub(r"\D", "", number[0])
    return "0" + re.sub(r"^(?:0044|44)?0*", "", digits)
