"""Tells whether somebody says where something is, or what happens there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile

from bot.domain.cue_phrases import list_words


@dataclass(frozen=True, slots=True)
class WhereCues:
    """The words of the language."""

    before: frozenset[str] = frozenset()
    """Those that may come before what begins a place."""
    begins: frozenset[str] = frozenset()
    """Those that begin a place."""
    tells: frozenset[str] = frozenset()
    """Those of somebody who tells what happens."""

    def says_where(self, text: str) -> bool:
        """Whether the words begin as a place does; a question never does."""
        if text.rstrip().endswith("?"):
            return False
        words = dropwhile(lambda word: word in self.before and word not in self.begins, list_words(text))
        return next(words, "") in self.begins

    def says_what(self, text: str) -> bool:
        """Whether the words tell what happens, and don't begin as a place does."""
        return not self.says_where(text) and not self.tells.isdisjoint(list_words(text))
