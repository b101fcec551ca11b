"""Splits residents' words for place finding, and loads the cue words that stand around names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.gateways.place_pack_yaml import read_text, read_yaml, validate

CUES_FILE = "places.yml"
EVERYDAY_FILE = "everyday_words.txt"

_WORD = re.compile(r"&|[^\W_]+(?:['’‘`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’‘`´]")
_BREAK = re.compile(r"[.,;:!?()\n/\"]|\s[-–—]\s|[–—]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message."""

    text: str
    """As it was written."""
    key: str
    """In small letters, with one spelling."""
    start: int
    end: int
    is_capital: bool
    """Written like a name, in a message where that tells something."""
    follows_break: bool
    """Whether it begins a clause: the message's start, or a comma or full stop before it."""

    @property
    def owner(self) -> str | None:
        """The key without a possessive s, for "Mary's"."""
        return self.key[:-1] if self.key.endswith("s") and _APOSTROPHES.search(self.text[-2:]) else None


class _CuesFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    spellings: dict[str, str]
    before_place: frozenset[str]
    before_street: frozenset[str]
    before_elsewhere: frozenset[str]
    before_home: frozenset[str]
    correcting: frozenset[str]
    before_arrival: frozenset[str]
    before_thing: frozenset[str]
    before_person: frozenset[str]
    before_called: dict[str, frozenset[str]]
    first_names: frozenset[str]
    inside_names: frozenset[str]
    street_words: frozenset[str]
    named_words: frozenset[str]
    street_after_town: frozenset[str]
    not_after_street: frozenset[str]
    unnamed: frozenset[str]
    landmarks: frozenset[str]
    before_landmark: dict[str, frozenset[str]]


class PlaceWords:
    """The language around places: spellings, cue words and the words that are ordinary."""

    def __init__(self, cues: _CuesFile, everyday: frozenset[str]) -> None:
        """`everyday` holds single words and phrases as keys."""
        self.cues = cues
        self._spellings = cues.spellings
        self.landmarks = frozenset(self.key(name) for name in cues.landmarks)
        self.longest_landmark = max((len(name.split()) for name in self.landmarks), default=0)
        self.everyday = frozenset(self.key(entry) for entry in everyday) | everyday

    def key(self, name: str) -> str:
        """The name with one spelling, for comparing."""
        return " ".join(self._key(found.group()) for found in _WORD.finditer(_plain(name)))

    def split(self, text: str) -> list[Word]:
        """The words of a message, in their order."""
        tells = text != text.lower() and text != text.upper()
        words: list[Word] = []
        end = 0
        for found in _WORD.finditer(text):
            written = found.group()
            follows = not words or _BREAK.search(text, end, found.start()) is not None
            is_capital = tells and written[0].isupper() and not written[1:].isupper()
            words.append(
                Word(written, self._key(_plain(written)), found.start(), found.end(), is_capital, follows)
            )
            end = found.end()
        return words

    def full(self, key: str) -> str:
        """The long spelling of a street word, for showing ("rd" to "road")."""
        longs = [long for long, short in self._spellings.items() if short == key and len(long) > len(key)]
        return longs[0] if longs else key

    def _key(self, word: str) -> str:
        key = "and" if word == "&" else _APOSTROPHES.sub("", word).casefold()
        return self._spellings.get(key, key)


def load_place_words(folder: Path) -> PlaceWords:
    """The cue words and everyday words in this folder; PlacePackError when a file is missing or broken."""
    cues = validate(_CuesFile, read_yaml(folder / CUES_FILE))
    lines = read_text(folder / EVERYDAY_FILE).splitlines()
    entries = (line.split("#")[0].split(",") for line in lines)
    return PlaceWords(cues, frozenset(word.strip() for line in entries for word in line if word.strip()))


def _plain(text: str) -> str:
    """Without accents; the length may change, so never use it for positions."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
