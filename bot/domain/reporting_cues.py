"""Tells that somebody wants to report something and has not said what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.categories import REPORT_PREFIX
from bot.domain.cue_phrases import CuePhrase, list_words

# With more words around the phrase, somebody has said what it is.
_MOST_AROUND = 5
_MOST_AROUND_ALONE = 2
# From this confidence on, the model heard what is to be reported.
_SURE = 0.35


@dataclass(frozen=True, slots=True)
class ReportingCues:
    """The phrases of the language."""

    asks: tuple[CuePhrase, ...]
    alone: tuple[CuePhrase, ...]
    """Those that only count with next to nothing around them."""

    def asks_to_report(self, text: str, intent: str, confidence: float) -> bool:
        """Whether the words say no more than that there is something to report.

        `intent` is what the model takes them for.
        """
        if intent.startswith(REPORT_PREFIX) and confidence >= _SURE:
            return False
        words = list_words(text)
        return _stands(self.asks, words, _MOST_AROUND) or _stands(self.alone, words, _MOST_AROUND_ALONE)


def _stands(phrases: Iterable[CuePhrase], words: Sequence[str], most_around: int) -> bool:
    return any(
        len(words) - len(phrase.words) <= most_around and phrase.starts_at(words, n)
        for phrase in phrases
        for n in range(len(words))
    )
