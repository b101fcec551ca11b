"""References such as LF-7Q2M-4KXD: random, so that nobody can guess one, with a check character."""

from __future__ import annotations

import re
import secrets

# Crockford's base 32: no I, L, O or U, so that nothing is misread over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RANDOM_LENGTH = 7
_SHAPE = re.compile(r"\bLF[\s\-–]*([0-9A-Z]{4})[\s\-–]*([0-9A-Z]{4})\b", re.IGNORECASE)


def make_reference() -> str:
    """A new random reference with its check character (35 random bits)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _format(body + check_character(body))


def check_character(body: str) -> str:
    """The character that makes `body` complete, by the Luhn algorithm for base 32.

    It finds every single wrong character and nearly every swap of two neighbours.
    """
    size = len(ALPHABET)
    total = 0
    for position, character in enumerate(reversed(body)):
        product = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += product // size + product % size
    return ALPHABET[-total % size]


def find_reference(text: str) -> str | None:
    """The first reference in a message, tidied, whatever its case and spacing; None if there is none.

    One whose check character is wrong counts as none.
    """
    for match in _SHAPE.finditer(text):
        characters = (match[1] + match[2]).upper().translate(_MISREAD)
        if "U" not in characters and check_character(characters[:-1]) == characters[-1]:
            return _format(characters)
    return None


def looks_like_reference(text: str) -> bool:
    """Whether somebody tried to give a reference, right or wrong."""
    return _SHAPE.search(text) is not None


def without_references(text: str) -> str:
    """The words of a message beside the references in it; one without any as it is."""
    if not _SHAPE.search(text):
        return text
    return _SHAPE.sub(" ", text).strip(" \t\n\r:;,.-–—")


def _format(characters: str) -> str:
    return f"LF-{characters[:4]}-{characters[4:]}"
