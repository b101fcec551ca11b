"""Tells from the rest of a message whether what sounds like danger is past, made up, settled or denied."""

from __future__ import annotations

from functools import cached_property

from bot.domain.danger_lexicon import DangerLexicon, Firmness, PatternIndex, Setting
from bot.domain.danger_words import SENTENCE_END

#: What stands in a line for words that are not to be listened to.
COVER = " ~"

#: Words between a denial and what it denies: "nobody has been stabbed".
_DENIAL_REACH = 3


class ContextReader:
    """Prepares lines for listening and judges what is heard in them."""

    def __init__(self, lexicon: DangerLexicon) -> None:
        self._innocent = PatternIndex((pattern, None) for pattern in lexicon.innocent)
        self._what_if = PatternIndex((pattern, None) for pattern in lexicon.what_if)
        self.settings = PatternIndex(
            (pattern, setting) for setting, patterns in lexicon.settings.items() for pattern in patterns
        )

    def line(self, words: list[str]) -> str:
        """The words as a line, with sayings and what-ifs covered."""
        line = f" {' '.join(words)} "
        for pattern, _ in self._innocent.candidates(words):
            line = pattern.cover(line, COVER)
        for pattern, _ in self._what_if.candidates(words):
            found = pattern.find(line)
            if found:
                end = line.find(f" {SENTENCE_END} ", found.end())
                line = line[: found.start()] + COVER + (line[end:] if end >= 0 else " ")
        return line


class Context:
    """One message's circumstances, looked for only when a cue needs them."""

    def __init__(self, reader: ContextReader, words: list[str], line: str) -> None:
        self._reader, self._words, self._line = reader, words, line

    def allows(self, firmness: Firmness, start: int) -> bool:
        """Whether a cue of this firmness that begins here is to be believed."""
        if firmness is Firmness.ALWAYS:
            return True
        if self._is_denied(start) or self._is_over:
            return False
        return firmness is Firmness.UNLESS_OVER or bool(self._said & {Setting.PLEA, Setting.NOW})

    @cached_property
    def _said(self) -> frozenset[Setting]:
        # The settings are read in the words as they were written: "had a drill" may stand in a saying.
        whole = f" {' '.join(self._words)} "
        return frozenset(
            setting
            for pattern, setting in self._reader.settings.candidates(self._words)
            if setting is not Setting.DENIED and pattern.find(whole)
        )

    @cached_property
    def _is_over(self) -> bool:
        if self._said & {Setting.SETTLED, Setting.STORY}:
            return True
        return Setting.PAST in self._said and Setting.NOW not in self._said

    def _is_denied(self, start: int) -> bool:
        before = self._line[:start].rsplit(" ", _DENIAL_REACH)[1:]
        near = f" {' '.join(before)} "
        return any(
            pattern.find(near)
            for pattern, setting in self._reader.settings.candidates(before)
            if setting is Setting.DENIED
        )
