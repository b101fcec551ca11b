"""Tells from the rest of a message whether what sounds like danger is past, made up, settled or denied."""

from __future__ import annotations

import re
from functools import cached_property

from bot.domain.danger_kinds import DangerKind
from bot.domain.danger_languages import ENGLISH
from bot.domain.danger_lexicon import Cue, DangerLexicon, Firmness, PatternIndex, Said, Setting
from bot.domain.danger_words import SENTENCE_END

#: What stands in a line for words that are not to be listened to.
COVER = " ~"

#: Words between a denial and what it denies: "nobody has been stabbed".
_DENIAL_REACH = 3

#: A plea has few words; in a long story "help" and "fire" need not belong together.
_TERSE = 14

#: What was going on this morning is over, unless somebody may still lie where they fell.
_SOON_OVER = frozenset({DangerKind.EMERGENCY, DangerKind.DOMESTIC_ABUSE_NOW})

#: Longer messages can hold any words of a terse cry by chance.
_FEW = 25

#: Longer messages tell a story; what they tell in the past tense is past unless they say that it is now.
_STORY = 40

_PRESENT = re.compile(r" (?:is|are|am|can|will|not) |ing ")


class ContextReader:
    """Prepares lines for listening and judges what is heard in them."""

    def __init__(self, lexicon: DangerLexicon) -> None:
        self._innocent = PatternIndex((pattern, None) for pattern in lexicon.innocent)
        self._what_if = PatternIndex((pattern, None) for pattern in lexicon.what_if)
        self.settings = PatternIndex(
            (pattern, said) for said, patterns in lexicon.settings.items() for pattern in patterns
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
    """One message's circumstances, looked for only when a cue needs them.

    What is said in English counts for every cue but as a denial; what is said in another language counts for
    English cues, its own and those heard in a message of that language: Hungarian "eve" is a year, Turkish
    "eve" is home.
    """

    def __init__(
        self, reader: ContextReader, words: list[str], line: str, language: str, as_written: list[str]
    ) -> None:
        """`language` is the one that the message is probably in; what it says of the circumstances is also
        looked for in its words `as_written`, where they aren't mended as if they were English."""
        self._reader, self._words, self._line = reader, words, line
        self._language, self._as_written = language, as_written

    def allows(self, cue: Cue, found: re.Match[str]) -> bool:
        """Whether a cue that was found there is to be believed."""
        said = self._counting_for(cue, self._said)
        if cue.firmness is Firmness.ALWAYS:
            return Setting.RECOVERED not in said or Setting.AGAIN in said
        if self._is_denied(cue, found) or said & {Setting.SETTLED, Setting.STORY}:
            return False
        if self._is_past(cue, found, said):
            return False
        if cue.firmness is Firmness.WITH_PLEA:
            return Setting.PLEA in said and len(self._words) <= _TERSE
        return cue.firmness is not Firmness.IN_FEW_WORDS or len(self._words) <= _FEW

    def _is_past(self, cue: Cue, found: re.Match[str], said: frozenset[Setting]) -> bool:
        """Whether it is over. What is told in the present, in a sentence of its own, is not."""
        over = {Setting.PAST, Setting.EARLIER} if cue.kind in _SOON_OVER else {Setting.PAST}
        if Setting.NOW in said:
            return False
        if cue.language != ENGLISH:
            return bool(said & over)
        if _PRESENT.search(found[0]):
            here = self._counting_for(cue, self._settings_in(self._sentence(found)))
            return bool(said & over) and bool(here & over)
        return bool(said & over) or len(self._words) > _STORY

    @cached_property
    def _said(self) -> frozenset[Said]:
        # The settings are read in the words as they were written: "had a drill" may stand in a saying.
        said = self._settings_in(self._words)
        if self._language == ENGLISH or self._as_written is self._words:
            return said
        return said | self._settings_in(self._as_written)

    def _settings_in(self, words: list[str]) -> frozenset[Said]:
        line = f" {' '.join(words)} "
        return frozenset(
            said
            for pattern, said in self._reader.settings.candidates(words)
            if said.setting is not Setting.DENIED and pattern.find(line)
        )

    def _sentence(self, found: re.Match[str]) -> list[str]:
        """The words of the sentence in which a cue was found."""
        mark = f" {SENTENCE_END} "
        start = self._line.rfind(mark, 0, found.start() + 1)
        end = self._line.find(mark, found.end() - 1)
        return self._line[max(start, 0) : end if end >= 0 else None].split()

    def _is_denied(self, cue: Cue, found: re.Match[str]) -> bool:
        """Whether it is said not to be: just before, or at the end in words that the cue leaves open."""
        before = self._line[: found.start()].split()[-_DENIAL_REACH:]
        inside = [word for word in found[0].split()[-_DENIAL_REACH:] if word not in cue.pattern.shape.words]
        return any(
            pattern.find(f" {' '.join(near)} ")
            for near in (before, inside)
            for pattern, said in self._reader.settings.candidates(near)
            if said.setting is Setting.DENIED and self._counts(said, cue)
        )

    def _counting_for(self, cue: Cue, said: frozenset[Said]) -> frozenset[Setting]:
        return frozenset(each.setting for each in said if each.language == ENGLISH or self._counts(each, cue))

    def _counts(self, said: Said, cue: Cue) -> bool:
        if cue.language == ENGLISH:
            return True
        return said.language == cue.language or said.language == self._language != ENGLISH
