"""Tells what somebody wants who writes the reference of a report: to know how it stands, or to add to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.categories import REPORT_PREFIX
from bot.domain.cue_phrases import CuePhrase, list_words

# Above this an intent is believed.
_SURE = 0.6
# An intent that its cue phrases speak for too needs to be no surer than this.
_LIKELY = 0.35
# With more words than this, somebody who asks tells something as well.
_LONGEST_QUESTION = 8
_ASKS_HOW_IT_STANDS = frozenset({"ask_status", "ask_whats_being_done"})
#: What has to do with the conversation rather than with the report that is named.
_OF_THE_CONVERSATION = frozenset({"delete_data", "ask_privacy", "ask_language", "ask_bot"})


class Wish(StrEnum):
    """What a message that names a report is for."""

    STATUS = "status"
    NOTE = "note"
    OTHER = "other"
    """Something that the dialogue has to answer."""


@dataclass(frozen=True, slots=True)
class ReferenceCues:
    """The words of the language that stand beside references."""

    empty: frozenset[str]
    """Words that say nothing of their own."""
    asks: tuple[CuePhrase, ...]
    """Phrases that ask how it stands."""

    def says_nothing(self, words: str) -> bool:
        """Whether the words beside a reference leave it as good as bare."""
        return self.empty.issuperset(list_words(words))

    def find_wish(self, words: str, intent: str, confidence: float) -> Wish:
        """What the words beside the reference want, with what the model takes them for.

        In doubt they are a note: a note too many costs somebody a look, a lost one a resident's trust.
        """
        if self.says_nothing(words):
            return Wish.STATUS
        is_asking = self.is_asking(words)
        is_short = len(list_words(words)) <= _LONGEST_QUESTION
        if intent in _ASKS_HOW_IT_STANDS and confidence >= (_LIKELY if is_asking else _SURE) and is_short:
            return Wish.STATUS
        if intent in _OF_THE_CONVERSATION and confidence >= _SURE:
            return Wish.OTHER
        tells = intent.startswith(REPORT_PREFIX) and confidence >= _SURE
        if is_asking and is_short and not tells:
            return Wish.STATUS
        if words.rstrip().endswith("?") and is_short and not tells:
            return Wish.OTHER if intent.startswith("ask_") and confidence >= _SURE else Wish.STATUS
        return Wish.NOTE

    def is_asking(self, text: str) -> bool:
        """Whether a phrase among the words asks how it stands."""
        words = list_words(text)
        return any(phrase.starts_at(words, n) for n in range(len(words)) for phrase in self.asks)
