"""The danger gate: hears that somebody is in danger, in plain code that depends on nothing.

It rather alarms once too often: a card too many costs a press of a button.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.danger_context import Context, ContextReader
from bot.domain.danger_kinds import BY_CARD, DangerKind
from bot.domain.danger_languages import ENGLISH, LanguageGuess
from bot.domain.danger_lexicon import Cue, DangerLexicon, Firmness, PatternIndex
from bot.domain.danger_spelling import Speller
from bot.domain.danger_words import WordReader

__all__ = ["BY_CARD", "DangerFound", "DangerGate", "DangerKind"]

#: Longer messages are heard up to here; it bounds the time that one message can take.
_LONGEST = 8000


@dataclass(frozen=True, slots=True)
class DangerFound:
    """What the gate heard."""

    kind: DangerKind
    language: str
    """Of the words that alarmed (ISO 639-1)."""
    is_certain: bool
    """Whether the words mean danger whatever else is said."""


class DangerGate:
    """Listens to messages for danger, with the cue patterns of a lexicon."""

    def __init__(self, lexicon: DangerLexicon) -> None:
        known = {word for cue in lexicon.cues for word in cue.pattern.shape.words}
        known |= {word for words in lexicon.telltale.values() for word in words}
        known |= lexicon.mended | lexicon.not_misspelt
        speller = Speller(lexicon.mended, lexicon.not_misspelt)
        self._reader = WordReader(lexicon.written_as, known, lexicon.run_together, speller)
        self._context = ContextReader(lexicon)
        self._cues = PatternIndex((cue.pattern, cue) for cue in lexicon.cues)
        self._languages = LanguageGuess(lexicon.telltale)
        self._spoken = frozenset(cue.language for cue in lexicon.cues)

    def hear(self, text: str) -> DangerKind | None:
        """The kind of danger that a message tells of, or None."""
        found = self.listen(text)
        return found.kind if found else None

    def listen(self, text: str) -> DangerFound | None:
        """The same, with the language of the words that alarmed."""
        text = text[:_LONGEST]
        as_written = self._reader.read(text, is_english=False)
        language = self._languages.guess(as_written)
        heard = self._heard_in(self._reader.read(text), language, as_written)
        if not self._languages.is_clearly_english(as_written) or language != ENGLISH:
            # What stands for something in English text-speak ("mi", "da") are words elsewhere.
            written = self._heard_in(as_written, language, as_written, with_english=language != ENGLISH)
            heard = {**heard, **written}
        certain = any(cue.firmness is Firmness.ALWAYS for cue in heard.values())
        for kind in BY_CARD:
            if kind in heard:
                languages = [cue.language for cue in heard.values()]
                return DangerFound(kind, self._languages.guess(as_written, among=languages), certain)
        return None

    def _heard_in(
        self, words: list[str], language: str, as_written: list[str], *, with_english: bool = True
    ) -> dict[DangerKind, Cue]:
        """Kinds of danger in the words, with the cue that tells of each, a firm one if there is any."""
        line = self._context.line(words)
        context = Context(self._context, words, line, language, as_written)
        meant = {language for language in self._spoken if self._languages.may_be(language, words)}
        if not with_english:
            meant -= {ENGLISH}
        heard: dict[DangerKind, Cue] = {}
        for pattern, cue in self._cues.candidates(words):
            if cue.language not in meant or (cue.kind in heard and cue.firmness is not Firmness.ALWAYS):
                continue
            found = pattern.find(line)
            if found and context.allows(cue, found):
                heard[cue.kind] = cue
        return heard

    def language_of(self, text: str) -> str:
        """The language that a message is probably in (ISO 639-1); English when nothing speaks for another."""
        return self._languages.guess(self._reader.read(text[:_LONGEST], is_english=False))

    def is_english(self, text: str, fewest_words: int) -> bool:
        """Whether a message is clearly in English, or has too few words to be anything."""
        words = self._reader.read(text[:_LONGEST], is_english=False)
        return len(words) < fewest_words or self._languages.is_clearly_english(words)
