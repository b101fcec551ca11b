"""Turns what people type in a fright into plain words that cue patterns can meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby

from bot.domain.danger_spelling import Speller

#: Stands in a line where a sentence ended; no pattern reaches across it.
SENTENCE_END = "."

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "ة": "ه",
        "ى": "ي",
        "ـ": "",
        "’": "'",
        "‘": "'",
    }
    | {"`": "'", "´": "'", "ʼ": "'", "…": ".", "。": ".", "؟": "?"}
)
_TOKEN = re.compile(r"[一-鿿]|[^\W_一-鿿]+(?:['@$][^\W_一-鿿]+)*|[.!?;:\n]+")
_HAN = re.compile(r"([一-鿿])")
_LEET = str.maketrans("013457@$", "oieastas")
_DECORATED = re.compile(r"[a-z](?=.*[0-9@$])[a-z0-9@$]+")
_SPELT_OUT = re.compile(r"(?<!\w)(?:\w[ .-]){3,}\w(?!\w)")


def fold(text: str) -> str:
    """The text in small letters, without accents, with one kind of apostrophe."""
    if text.isascii():
        return text.replace("`", "'").lower()
    text = unicodedata.normalize("NFKC", text.translate(_LETTERS)).lower()
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn").translate(_LETTERS)


def spaced(folded: str) -> str:
    """The folded text with every Chinese character as a word of its own."""
    return _HAN.sub(r" \1 ", folded)


class WordReader:
    """Reads messages as words, forgiving spelling, text-speak and drawn-out letters."""

    def __init__(
        self,
        written_as: Mapping[str, str],
        known: Iterable[str],
        run_together: Iterable[str],
        speller: Speller,
    ) -> None:
        """`written_as` gives what short forms stand for ("hes": "he is"); `run_together` are words that lose
        the space between them ("helpme")."""
        self._written_as = {fold(short): tuple(fold(long).split()) for short, long in written_as.items()}
        self._known = frozenset(known) | self._written_as.keys()
        self._run_together = frozenset(run_together)
        self._speller = speller

    def read(self, text: str, *, is_english: bool = True) -> list[str]:
        """The words of a message, with SENTENCE_END between sentences; only English is mended."""
        folded = _SPELT_OUT.sub(lambda found: re.sub(r"[ .-]", "", found[0]), fold(text))
        words: list[str] = []
        for token in _TOKEN.findall(folded):
            if token[0] in ".!?;:\n":
                words.append(SENTENCE_END)
            elif is_english:
                words.extend(self._plain(token))
            else:
                words.append(token.replace("'", ""))
        return words

    def expand(self, word: str) -> tuple[str, ...]:
        """What a short form stands for, or the word itself."""
        return self._written_as.get(word, (word,))

    def _plain(self, token: str) -> tuple[str, ...]:
        joined = token.replace("'", "")
        if joined in self._written_as:
            return self._written_as[joined]
        if token.endswith("'s"):
            # Also where the plural is known: "car's" is "car is", though "cars" stands in a pattern.
            return (*self._plain(token[:-2]), "is")
        if joined in self._known:
            return (joined,)
        joined = self._undecorated(joined)
        if joined in self._known:
            return self.expand(joined)
        if joined.endswith("in") and joined + "g" in self._known:
            return (joined + "g",)
        corrected = self._speller.correct(joined)
        if corrected is not None:
            return self.expand(corrected)
        return self._split(joined)

    def _undecorated(self, word: str) -> str:
        """Without drawn-out letters ("heeelp") and digits for letters ("h3lp")."""
        if _DECORATED.fullmatch(word) and (plain := word.translate(_LEET)) in self._known:
            return plain
        runs = [(letter, len(list(run))) for letter, run in groupby(word)]
        if max(length for _, length in runs) < 3:
            return word
        twice = "".join(letter * min(length, 2) for letter, length in runs)
        once = "".join(letter * (1 if length > 2 else length) for letter, length in runs)
        return twice if twice in self._known else once

    def _split(self, word: str) -> tuple[str, ...]:
        """The words that lost the spaces between them ("helpme"), or the word itself."""
        for cut in range(len(word) - 1, 1, -1):
            if word[:cut] in self._run_together:
                if word[cut:] in self._run_together:
                    return (*self.expand(word[:cut]), *self.expand(word[cut:]))
                rest = self._split(word[cut:])
                if len(rest) > 1:
                    return (*self.expand(word[:cut]), *rest)
        return (word,)
