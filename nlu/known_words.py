"""The words that the training examples use, for telling a message in another language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlu.errors import ModelUnreadableError

FILE = Path(__file__).parent / "known_words.txt"
"""One word a line; written by `python -m nlu.several_training`."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_OFTEN = 3
"""Examples a word must be in: a foreign word or a name is seldom in so many."""


@dataclass(frozen=True)
class KnownWords:
    """Words of more than one training example."""

    words: frozenset[str]

    @classmethod
    def load(cls, path: Path = FILE) -> KnownWords:
        """Read the list. Raises ModelUnreadableError if it isn't there."""
        try:
            return cls(frozenset(path.read_text(encoding="utf-8").split()))
        except (OSError, ValueError) as error:
            raise ModelUnreadableError(f"{path} holds no words that can be read: {error}") from error

    def share(self, text: str) -> float:
        """Which share of a text's words are known, from 0 to 1; 1 for a text without words."""
        said = words_of(text)
        return sum(word in self.words for word in said) / len(said) if said else 1.0


def save_words(texts: Iterable[str], path: Path = FILE) -> None:
    """Write the words that occur in several texts."""
    counted = Counter(word for text in texts for word in set(words_of(text)))
    often = sorted(word for word, count in counted.items() if count >= _OFTEN)
    path.write_text("\n".join(often) + "\n", encoding="utf-8")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower().replace("’", "'"))
