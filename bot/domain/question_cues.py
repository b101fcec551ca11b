"""Tells a question by how it begins, with or without its mark."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.cue_phrases import CuePhrase, list_words


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """The words of the language."""

    with_mark: frozenset[str] = frozenset()
    """First words of a question that ends with its mark."""
    without_mark: tuple[CuePhrase, ...] = ()
    """What only a question begins with."""

    def asks(self, text: str) -> bool:
        """Whether the words ask something."""
        words = list_words(text)
        if words and text.rstrip().endswith("?") and words[0] in self.with_mark:
            return True
        return any(phrase.starts_at(words, 0) for phrase in self.without_mark)
