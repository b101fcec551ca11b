"""Misspells examples as people in a hurry do, so that the encoder learns to read past it."""

import random

_SHARE_MISSPELT = 0.3
_SHARE_OF_LETTERS = 0.06
_SHARE_CARELESS = 0.25
_SHORTEST = 4
_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "y": "tu",
}  # fmt: skip


def misspell(text: str, chance: random.Random) -> str:
    """The text as it stands, or with slips of the finger, or without capitals and stops; by chance."""
    if chance.random() < _SHARE_CARELESS:
        text = "".join(letter for letter in text.lower() if letter not in ".,!?;:'’")
    if chance.random() >= _SHARE_MISSPELT:
        return text
    words = text.split(" ")
    return " ".join(_slip(word, chance) if len(word) >= _SHORTEST else word for word in words)


def _slip(word: str, chance: random.Random) -> str:
    """A word in which a letter may be left out, doubled, swapped with the next, or hit beside its key."""
    if chance.random() >= _SHARE_OF_LETTERS * len(word):
        return word
    at = chance.randrange(1, len(word))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    return word[:at] + chance.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
